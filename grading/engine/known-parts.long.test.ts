/** A copy of a part gets the bytes that grading it would have come to, and nothing of it is run. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises, selectExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import type { GradedWork, KnownExercise } from './graded.js';
import { Grader } from './grader.js';
import { KnownParts } from './known-parts.js';

jest.setTimeout(240_000);

const root = labRoot();
const exercises = selectExercises(loadExercises(root), ['01']);
const [{ manifest }] = exercises as [(typeof exercises)[number]];
const text = readFileSync(join(root, 'grading/samples/partial', manifest.id, manifest.part.file), 'utf8');
const work = (name: string, part: string): GradedWork => ({
  name,
  parts: new Map([[manifest.id, { text: part }]]),
});
const grade = (grader: Grader, done: GradedWork, known?: Map<string, KnownExercise>) =>
  grader.grade(done, exercises, () => undefined, known);

let grader: Grader;
beforeAll(async () => {
  const options = { root, exercises, seed: 1, lecture: 'L', engine: '1', hidden: true };
  grader = await Grader.open(options);
});
afterAll(() => grader.close());

test('with what is known and without it a copy gets the same bytes; the smallest change is graded', async () => {
  const known = new KnownParts();
  const first = await grade(grader, work('ada', text));
  known.learn(first);
  expect([first.repeatable, first.known]).toEqual([[manifest.id], []]);
  const copy = work('alan', text);
  const [with_, without] = [await grade(grader, copy, known.of(copy)), await grade(grader, copy)];
  expect([with_.known, without.known]).toEqual([[manifest.id], []]);
  expect(JSON.stringify(with_.result)).toBe(JSON.stringify(without.result));
  expect(with_.notes.typeErrors).toEqual(without.notes.typeErrors);
  expect(known.of(work('alan', `${text} `)).size).toBe(0);
});

test('nothing of a part that is known is run', async () => {
  const { result } = await grade(grader, work('ada', text));
  const [exercise] = result.exercises;
  const marked = { ...exercise!, checks: exercise!.checks.map((check) => ({ ...check, message: 'taken' })) };
  const known = new Map([[manifest.id, { result: marked, typeErrors: [] }]]);
  const again = await grade(grader, work('alan', text), known);
  expect(again.result.exercises[0]!.checks.map(({ message }) => message)).toContain('taken');
  expect(again.result.submission).toBe('alan');
});

test('what would not come out again is not learnt', async () => {
  const graded = await grade(grader, work('ada', text));
  const known = new KnownParts();
  known.learn({ ...graded, repeatable: [] });
  expect(known.of(work('alan', text)).size).toBe(0);
});

test('a part that is not handed in is never known', async () => {
  const graded = await grade(grader, { name: 'nobody', parts: new Map() });
  expect(graded.repeatable).toEqual([]);
});

test('a fault of the grader’s is tried again for each copy', async () => {
  const ghost = { ...manifest.checks[0]!, id: 'ghost', title: 'a check that no suite has' };
  const exercise = { ...exercises[0]!, manifest: { ...manifest, checks: [...manifest.checks, ghost] } };
  const graded = await grader.grade(work('ada', text), [exercise], () => undefined);
  expect(graded.result.exercises[0]!.checks.at(-1)).toMatchObject({ id: 'ghost', verdict: 'error' });
  expect(graded.repeatable).toEqual([]);
});
