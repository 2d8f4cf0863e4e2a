/** `check(title, body)`: one graded check, as a Jest test that also writes down what happened in a student's words. */
import { join } from 'node:path';
import { CallFailed, RigClient } from '../rig/client.js';
import { explain, explainSyntax } from './explain.js';
import { RecordingLab } from './lab.js';
import { appendRecord, type CheckRecord } from './record.js';
import type { Session } from './session.js';

type Body = (lab: Lab) => void | Promise<void>;

/** Milliseconds for one check on the wall clock: a backstop to the budgets of its calls (see lab.ts). */
const CHECK_MILLISECONDS = 120_000;

/** The `check` function for the suite of `exercise`. */
export function createCheck(session: Session, exercise: string): typeof check {
  const part = session.parts[exercise];
  const write = (record: Omit<CheckRecord, 'exercise'>): void =>
    appendRecord(session.records, { exercise, ...record });

  if (part === undefined) {
    throw new Error(`there is no part of ${exercise} to check`);
  }
  if (!part.ok) {
    return (title) =>
      test(title, () => {
        const record = { title, ...explainSyntax(part) };
        write(record);
        throw withoutStack(record.message);
      });
  }

  const rig = new RigClient(join(session.rigs, `${exercise}.js`), part, session.sandbox);
  let current: RecordingLab | undefined;
  afterAll(() => rig.close());
  return (title: string, body: Body) =>
    test(
      title,
      async () => {
        current?.close();
        const lab = (current = new RecordingLab(rig, session.seed));
        try {
          await body(lab);
        } catch (thrown) {
          const record = { title, ...explain(thrown, part), ...lab.notes };
          write(record);
          // For plain Jest: a failed call tells only its words; the stack would show the grader's own code.
          throw thrown instanceof CallFailed ? withoutStack(record.message) : thrown;
        } finally {
          if (lab.notes.console !== undefined) {
            console.log(lab.notes.console);
          }
        }
        write({ title, verdict: 'pass', message: '', ...lab.notes });
      },
      CHECK_MILLISECONDS,
    );
}

function withoutStack(message: string): Error {
  const error = new Error(message);
  error.stack = message;
  return error;
}
