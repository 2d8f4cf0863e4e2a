/**
 * What it means that a call threw: the one place that reads it. A part can throw any value at all, whose own code must not
 * be trusted to describe it. `grading/suite/explain.ts` puts the failure into words for the student.
 */
import { PartError } from '../../src/hypervisor/index.js';
import { MeterExhausted } from './meter.js';
import { SCRIPT_NAME } from './part-instance.js';
import type { RigFailure, ScriptPosition } from './protocol.js';

/** SES keeps stack traces from parts; only code outside the compartments can read them. */
declare function getStackString(error: unknown): string;

const MAX_MESSAGE = 1000;

/** The part exports nothing under the name that the manifest asks for; the message is that name. */
export class MissingExport extends Error {}

/** Whose fault it is, what was said, and where in the part's script. */
export function failureOf(thrown: unknown): RigFailure {
  if (thrown instanceof MeterExhausted) {
    return { kind: 'endless', message: thrown.message };
  }
  if (thrown instanceof PartError) {
    return { kind: 'nonsense', message: thrown.message };
  }
  if (thrown instanceof MissingExport) {
    return { kind: 'missing', message: thrown.message };
  }
  const message = describe(thrown).slice(0, MAX_MESSAGE);
  const position = findPosition(thrown);
  if (position === undefined && / is not a function$/.test(message)) {
    return {
      kind: 'nonsense',
      message: 'it is not a function, or lacks one, where the task page asks for one',
    };
  }
  return { kind: isOurs(thrown) ? 'rig' : 'threw', message, ...(position ? { position } : {}) };
}

/**
 * Did our own code throw it, with no part at work? Only then does its stack trace show lines of ours alone. What is no
 * Error, or was only dressed as one, has no trace and can only be a part's; so is a stack that ran full, whose trace
 * shows its end and not who began.
 */
function isOurs(thrown: unknown): boolean {
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
