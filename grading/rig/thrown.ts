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

/**
 * Did our own code throw it, with no part at work? Only then does its stack trace show lines of ours alone. What is no
 * Error, or was only dressed as one, has no trace and can only be a part's; so is a stack that ran full, whose trace
 * shows its end and not who began.
 */
export function isOurs(thrown: unknown): boolean {
  const stack = stackOf(thrown);
  if (stack === '' || stack.includes(`${SCRIPT_NAME}:`)) {
    return false;
  }
  return !/^RangeError: Maximum call stack size exceeded/.test(describe(thrown));
}

function describe(thrown: unknown): string {
  try {
    if (thrown instanceof Error) {
      return `${String(thrown.name)}: ${String(thrown.message)}`;
    }
    return `threw ${typeof thrown === 'string' ? JSON.stringify(thrown) : String(thrown)}`;
  } catch {
    return 'threw a value that cannot be shown';
  }
}

/** The innermost line of the part in the stack trace: `(the-part.js:12:7)`. */
function findPosition(thrown: unknown): ScriptPosition | undefined {
  const found = new RegExp(`${SCRIPT_NAME.replace('.', '\\.')}:(\\d+):(\\d+)`).exec(stackOf(thrown));
  return found ? { line: Number(found[1]), column: Number(found[2]) } : undefined;
}

/** Empty for what has no stack trace. */
function stackOf(thrown: unknown): string {
  try {
    return thrown instanceof Error ? getStackString(thrown) : '';
  } catch {
    return '';
  }
}
