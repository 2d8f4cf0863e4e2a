/** Grades one attempt from the database, and keeps what it came to. */
import type { Graded, Grader, KnownExercise } from '../../engine/index.js';
import type { Exercise } from '../../exercises/index.js';
import { resultText } from '../../records/index.js';
import { parseResult, type Result } from '../../result/index.js';
import type { ClassStore, GradedPart, GraderIdentity, GradingSummary } from '../database/index.js';

/** Resolves to the number of parts that were known from copies. Throws where the grader fails; then nothing is kept. */
export async function gradeAttempt(
  id: number,
  grader: Grader,
  exercises: readonly Exercise[],
  identity: GraderIdentity,
  store: ClassStore,
): Promise<number> {
  if (await store.gradings.isGraded(id, identity)) {
    return 0; // by somebody else, meanwhile
  }
  const attempt = await store.attempts.get(id);
  const texts = await store.attempts.partTexts(attempt);
  const parts = new Map(
    attempt.parts.map(({ exercise, sha256 }) => [exercise, { text: textOf(texts, sha256), sha256 }]),
  );
  const before = performance.now();
  const known = knownOf(await store.gradings.ofParts(attempt.parts, identity));
  const work = { name: attempt.student, parts };
  const graded = await grader.grade(work, exercises, () => undefined, known);
  const passedOver = attempt.passedOver.length > 0 ? { passedOver: attempt.passedOver } : {};
  await store.gradings.record(id, identity, {
    result: resultText(graded),
    notes: { ...graded.notes, ...passedOver },
    summary: summaryOf(graded),
    gradedAt: new Date().toISOString(),
    milliseconds: Math.round(performance.now() - before),
    repeatable: attempt.parts.filter(({ exercise }) => graded.repeatable.includes(exercise)),
  });
  return graded.known.length;
}

/** What the copies came to, by exercise. */
function knownOf(copies: readonly GradedPart[]): Map<string, KnownExercise> {
  const known = new Map<string, KnownExercise>();
  for (const { exercise, sha256, result: text, notes } of copies) {
    const result = parseResult(text).exercises.find(
      ({ id, part }) => id === exercise && part?.sha256 === sha256,
    );
    if (result !== undefined) {
      known.set(exercise, { result, typeErrors: notes.typeErrors?.[exercise] ?? [] });
    }
  }
  return known;
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
