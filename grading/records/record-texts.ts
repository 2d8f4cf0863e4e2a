/** The files of a graded submission, by name. Made all before any is written, so that a fault in one keeps the others back. */
import type { Graded } from '../engine/index.js';
import type { Lecture } from '../lecture/index.js';
import { renderFeedback, renderJunit, studentView, type InstructorRemarks } from '../report/index.js';
import { parseResult, SchemaError, stringifyResult, type Result } from '../result/index.js';

type ToWrite = Pick<Graded, 'result' | 'notes'>;

/**
 * Throws an Error, a failure of the grader's, where there is nothing to record: when not one check could be run, or when the
 * record would break its own schema.
 */
export function recordTexts(graded: ToWrite, lecture: Lecture): Record<string, string> {
  return pageTexts(graded, resultText(graded), lecture);
}

/** The text of result.json. Throws as `recordTexts` does. */
export function resultText({ result, notes }: ToWrite): string {
  requireVerdict(result, notes.warnings);
  const text = stringifyResult(result);
  requireValid(text);
  return text;
}

/** All files, where the text of result.json is there already; the pages have what the instructor says as well. */
export function pageTexts(
  { result, notes }: ToWrite,
  text: string,
  lecture: Lecture,
  remarks?: InstructorRemarks,
): Record<string, string> {
  const view = studentView(result, notes, remarks);
  return {
    'result.json': text,
    'run.json': JSON.stringify(notes, null, 2) + '\n',
    'feedback.html': renderFeedback(view, lecture),
    'junit.xml': renderJunit(view),
  };
}

/** True when checks were to be run and every one of them is the grader's fault. */
export function isNoVerdict({ exercises }: Pick<Result, 'exercises'>): boolean {
  const tried = exercises.flatMap(({ checks }) => checks).filter(({ verdict }) => verdict !== 'skipped');
  return tried.length > 0 && tried.every(({ verdict }) => verdict === 'error');
}

function requireVerdict(result: Result, warnings: readonly string[]): void {
  if (isNoVerdict(result)) {
    const messages = result.exercises.flatMap(({ checks }) => checks.map(({ message }) => message));
    throw new Error(`no check could be run: ${warnings[0] ?? messages.find((each) => each !== '')}`);
  }
}

/** What was written down is read again, as every reader of the record will. */
function requireValid(text: string): void {
  try {
    parseResult(text);
  } catch (error) {
    if (!(error instanceof SchemaError)) {
      throw error;
    }
    // Not the user's to mend, as a manifest that breaks its schema is.
    throw new Error(`its record breaks the schema of records: ${error.message.split('\n')[0]}`);
  }
}
