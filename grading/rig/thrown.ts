/** Reads what a part threw: any value at all, whose own code must not be trusted to describe it. */
import { SCRIPT_NAME } from './part-instance.js';
import type { ScriptPosition } from './protocol.js';

/** SES keeps stack traces from parts; only code outside the compartments can read them. */
declare function getStackString(error: unknown): string;

const MAX_MESSAGE = 1000;

export function readThrown(thrown: unknown): { message: string; position?: ScriptPosition } {
  const message = describe(thrown).slice(0, MAX_MESSAGE);
  const position = findPosition(thrown);
  return position ? { message, position } : { message };
}

function describe(thrown: unknown): string {
  try {
    if (thrown instanceof Error) return `${String(thrown.name)}: ${String(thrown.message)}`;
    return `threw ${typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)}`;
  } catch {
    return 'threw a value that cannot be shown';
  }
}

/** The innermost line of the part in the stack trace: `(the-part.js:12:7)`. */
function findPosition(thrown: unknown): ScriptPosition | undefined {
  let stack: string;
  try {
    stack = getStackString(thrown);
  } catch {
    return undefined;
  }
  const found = new RegExp(`${SCRIPT_NAME.replace('.', '\\.')}:(\\d+):(\\d+)`).exec(stack);
  return found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
}
