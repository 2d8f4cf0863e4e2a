/**
 * The result.json of Classroom 50 (`classroom50/result/v1`), which a workflow on the instructor's own runner publishes. Scores are whole
 * numbers there, so every point counts as two.
 */
import type { StudentResult } from '../report/index.js';
import { ExportError } from './export-error.js';
import { toldChecks } from './told.js';

/** What the runner knows of the submission, by the names of its environment variables. */
export interface ClassroomPlace {
  readonly CLASSROOM?: string;
  readonly ASSIGNMENT?: string;
  readonly USERNAME?: string;
  readonly SUBMISSION_TAG?: string;
  readonly COMMIT_URL?: string;
  readonly RELEASE_URL?: string;
  readonly REVIEW_URL?: string;
  /** When it was handed in, ISO 8601 in UTC; a later grading does not move it. */
  readonly SUBMITTED_AT?: string;
}

const NAMES = [
  'CLASSROOM',
  'ASSIGNMENT',
  'USERNAME',
  'SUBMISSION_TAG',
  'COMMIT_URL',
  'RELEASE_URL',
  'REVIEW_URL',
] as const;
/** Bytes of a test's name, in UTF-8. */
const LONGEST_NAME = 100;

/** `at`: when it was graded, ISO 8601 in UTC, where the place does not say when it was handed in. @throws ExportError where the place is not known */
export function toClassroom50(result: StudentResult, place: ClassroomPlace, at: string): object {
  const missing = NAMES.filter((name) => (place[name] ?? '') === '');
  if (missing.length > 0) {
    throw new ExportError(
      `classroom50: the environment does not say ${missing.join(', ')}; run this in the workflow that hyperlab package github writes`,
    );
  }
  const tests = toldChecks(result.exercises, 1);
  if (tests.length === 0) {
    // No tests would count as a pass there.
    throw new ExportError('classroom50: the result has no checks, and would count as a pass; grade it again');
  }
  return {
    schema: 'classroom50/result/v1',
    classroom: place.CLASSROOM,
    assignment: place.ASSIGNMENT,
    assignment_type: 'individual',
    owner: place.USERNAME,
    submission: place.SUBMISSION_TAG,
    commit: place.COMMIT_URL,
    release: place.RELEASE_URL,
    review: place.REVIEW_URL,
    datetime: (place.SUBMITTED_AT || at).replace(/\.\d+Z$/, 'Z'),
    score: Math.max(0, Math.round(2 * (result.remarks?.total ?? result.score))),
    'max-score': 2 * result.maxScore,
    tests: tests.map(({ exercise, check, name }) => ({
      'test-name': short(name, `${exercise.id.slice(0, 2)}/${check.id}`),
      passed: check.verdict === 'pass',
      score: 2 * check.points,
      'max-score': 2 * check.maxPoints,
    })),
  };
}

/** A name that is too long gives way to the check's id, which is unique as well. */
const short = (name: string, id: string): string => (Buffer.byteLength(name) <= LONGEST_NAME ? name : id);
