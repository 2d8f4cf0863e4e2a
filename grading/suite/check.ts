/** `check(title, body)`: one graded check, as a Jest test that also writes down what happened in a student's words. */
import { CallFailed, type RigClient } from '../rig/index.js';
import type { Truths } from './truths.js';
import { explain, explainSyntax } from './explain.js';
import { RecordingLab } from './lab.js';
import type { CheckRecord } from './record.js';
import type { ExerciseSession } from './session.js';

type Body = (lab: Lab) => void | Promise<void>;

/** Milliseconds for one check on the wall clock: a backstop to the budgets of its calls (see lab.ts). */
const CHECK_MILLISECONDS = 120_000;
/** The most that a timer takes: a student may stand at a breakpoint for as long as it takes. */
const NO_END = 2 ** 31 - 1;

/** What checks are run with. */
export interface CheckTools {
  readonly rig: RigClient;
  readonly truths: Truths;
  /** Jest's `test`. */
  readonly test: (title: string, body: () => void | Promise<void>, milliseconds?: number) => void;
  readonly write: (record: CheckRecord) => void;
  /** Takes what the part printed during a check. */
  readonly print: (text: string) => void;
  /** What a failure ends with where Jest's report is all that a student reads; undefined where the record is shown. */
  readonly hintOf: (check: string) => string | undefined;
  /** Nothing ends by the clock: the part is being debugged. */
  readonly patient?: boolean;
}

/** The `check` function for the suites of one exercise, on one part. */
export function createCheck(
  { exercise, seed, checks, part }: ExerciseSession,
  { rig, truths, test, write, print, hintOf, patient = false }: CheckTools,
): typeof check {
  /** Throws, which breaks the whole suite, where the manifest knows no check of that title: the mistake is ours. */
  const idOf = (title: string): string => {
    if (Object.hasOwn(checks, title)) {
      return checks[title]!;
    }
    throw new Error(`the manifest of ${exercise} has no check '${title}'`);
  };

  if (!part.ok) {
    return (title) => {
      const id = idOf(title);
      test(title, () => {
        const record = { check: id, ...explainSyntax(part) };
        write(record);
        throw withoutStack(record.message);
      });
    };
  }

  let current: RecordingLab | undefined;
  return (title: string, body: Body) => {
    const id = idOf(title);
    test(
      title,
      async () => {
        current?.close();
        const left = patient ? Infinity : undefined;
        const lab = (current = new RecordingLab(rig, { exercise, seed }, truths, left));
        try {
          await body(lab);
        } catch (thrown) {
          const record = { check: id, ...explain(thrown, part), ...lab.notes };
          write(record);
          // For plain Jest: a failed call tells only its words; the stack would show the grader's own code.
          throw withHint(thrown instanceof CallFailed ? withoutStack(record.message) : thrown, hintOf(id));
        } finally {
          if (lab.notes.console !== undefined) {
            print(lab.notes.console);
          }
        }
        write({ check: id, verdict: 'pass', message: '', ...lab.notes });
      },
      patient ? NO_END : CHECK_MILLISECONDS,
    );
  };
}

/** `thrown` with the hint below its message, above the stack: Jest shows an error's stack, which begins with the message. */
function withHint(thrown: unknown, hint: string | undefined): unknown {
  if (hint === undefined || !(thrown instanceof Error)) {
    return thrown;
  }
  const { message, stack = message } = thrown;
  const start = stack.indexOf(message);
  const end = start < 0 ? stack.length : start + message.length;
  const told = `\n\nHint: ${hint}`;
  thrown.message = message + told;
  thrown.stack = stack.slice(0, end) + told + stack.slice(end);
  return thrown;
}

function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
