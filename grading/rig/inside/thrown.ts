/**
 * What it means that a call threw: the one place that reads it. A part can throw any value at all, whose own code must not
 * be trusted to describe it. `grading/suite/explain.ts` puts the failure into words for the student.
 */
import { PartError } from '../../../src/hypervisor/index.js';
import {
  errorText,
  type RigFailure,
  RigFault,
  type ScriptPosition,
  writeInLine,
} from '../both-sides/index.js';
import { SCRIPT_NAME } from './part-instance.js';

/** SES keeps stack traces from parts; only code outside the compartments can read them. */
declare function getStackString(error: unknown): string;

const MAX_MESSAGE = 1000;

/** The part exports nothing under the name that the manifest asks for; the message is that name. */
export class MissingExport extends Error {}

/**
 * Whose fault it is, what was said, and where in the part's script. It is ours when our own code says so, and the part's in
 * every other case: the part had the word when it happened, or handed over what it happened with.
 */
export function failureOf(thrown: unknown): RigFailure {
  if (RigFault.is(thrown)) {
    return { kind: 'rig', message: thrown.message };
  }
  if (isA(PartError, thrown)) {
    return { kind: 'nonsense', message: cut(thrown.message) };
  }
  if (isA(MissingExport, thrown)) {
    return { kind: 'missing', message: thrown.message };
  }
  const message = cut(describe(thrown));
  const position = findPosition(thrown);
  if (position === undefined && / is not a function$/.test(message)) {
    return {
      kind: 'nonsense',
      message: 'it is not a function, or lacks one, where the task page asks for one',
    };
  }
  return { kind: 'threw', message, ...(position ? { position } : {}) };
}

/** Classes of ours that a part may catch are frozen (`hardenLayers`), but a proxy may throw when it is asked for its class. */
function isA<T>(kind: new (message: string) => T, value: unknown): value is T {
  try {
    return value instanceof kind;
  } catch {
    return false;
  }
}

/** So that it can follow "Your code threw". */
function describe(thrown: unknown): string {
  try {
    if (thrown instanceof Error) {
      return errorText(thrown);
    }
  } catch {
    return 'a value that cannot be shown';
  }
  if (typeof thrown === 'function') {
    return 'a function';
  }
  const written = writeInLine(thrown);
  if (written === '[unreadable]') {
    return 'a value that cannot be shown';
  }
  // A Map, a promise, null and NaN say by themselves what they are.
  const kind = /^["\d-]/.test(written) ? typeof thrown : { '{': 'object', '[': 'array' }[written[0]!];
  return kind === undefined ? written : `the ${kind} ${written}`;
}

function cut(message: string): string {
  return message.length <= MAX_MESSAGE ? message : `${message.slice(0, MAX_MESSAGE)} …`;
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
