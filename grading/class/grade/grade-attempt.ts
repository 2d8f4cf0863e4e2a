/** Grades one attempt from the database, and keeps what it came to. */
import type { Graded, Grader } from '../../engine/index.js';
import type { Exercise } from '../../exercises/index.js';
import { resultText } from '../../lab/index.js';
import type { Result } from '../../result/index.js';
import type { ClassStore, GraderIdentity, GradingSummary } from '../database/index.js';

/** Throws where the grader fails; then nothing is kept. */
export async function gradeAttempt(
  id: number,
  grader: Grader,
  exercises: readonly Exercise[],
  identity: GraderIdentity,
  store: ClassStore,
): Promise<void> {
  if (await store.isGraded(id, identity)) {
    return; // by somebody else, meanwhile
  }
  const attempt = await store.attempt(id);
  const texts = await store.partTexts(attempt);
  const parts = new Map(
    attempt.parts.map(({ exercise, sha256 }) => [exercise, { text: textOf(texts, sha256), sha256 }]),
  );
  const before = performance.now();
  const graded = await grader.grade({ name: attempt.student, parts }, exercises, () => undefined);
  const passedOver = attempt.passedOver.length > 0 ? { passedOver: attempt.passedOver } : {};
  await store.record(id, identity, {
    result: resultText(graded),
    notes: { ...graded.notes, ...passedOver },
    summary: summaryOf(graded),
    gradedAt: new Date().toISOString(),
    milliseconds: Math.round(performance.now() - before),
  });
}

function textOf(texts: ReadonlyMap<string, string>, sha256: string): string {
  const text = texts.get(sha256);
  if (text === undefined) {
    throw new Error(`the text of a part is not in the database (SHA-256 ${sha256})`);
  }
  return text;
}

function summaryOf({ result }: Graded): GradingSummary {
  return { score: result.score, maxScore: result.maxScore, exercises: scoresOf(result) };
}

function scoresOf({ exercises }: Result): GradingSummary['exercises'] {
  return exercises.map(({ id, part, score, maxScore, checks }) => ({
    id,
    handedIn: part !== undefined,
    score,
    maxScore,
    failed: checks.filter(({ verdict }) => verdict !== 'pass').map((check) => check.id),
  }));
}
