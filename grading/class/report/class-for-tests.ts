/**
 * Makes the folder of results of a class, as `hyperlab class` leaves it, without grading anything: students of different strength,
 * checks of different difficulty, and failures of the kinds that suites write. The same seed makes the same class.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises, selectExercises } from '../../exercises/index.js';
import { labRoot } from '../../lab-root.js';
import { stringifyResult, type CheckResult, type ExerciseResult, type Result } from '../../result/index.js';
import { xorshift } from '../../suite/index.js';
import { writeClass, type Attempt, type ClassRecord, type ClassStudent } from '../record/index.js';

const grader = {
  suite: 'a3f1c09e5d2b7788',
  engine: '0.1.0',
  seed: 1,
  lecture: 'Introduction to Virtualization @ 51b0a77c20de4f19',
};
const DEADLINE = Date.parse('2026-11-30T22:59:00.000Z');
const HOUR = 60 * 60 * 1000;
const FIRST = [
  'Ada',
  'Alan',
  'Grace',
  'Edsger',
  'Barbara',
  'Dennis',
  'Radia',
  'Ken',
  'Frances',
  'Niklaus',
  'Lê',
  'Zoë',
  'María',
];
const LAST = [
  'Lovelace',
  'Turing',
  'Hopper',
  'Dijkstra',
  'Liskov',
  'Ritchie',
  'Perlman',
  'Allen',
  'Wirth',
  'Nguyễn',
  'Ørsted',
  'O’Neill',
];

/** The record that was written; `count` students, in the exercises that `only` names (all when empty). */
export function makeClassFolder(
  folder: string,
  count: number,
  only: readonly string[] = [],
  seed = 1,
): ClassRecord {
  const next = xorshift(seed);
  const random = (): number => next() / 2 ** 32;
  const manifests = selectExercises(loadExercises(labRoot()), only).map(({ manifest }) => manifest);
  const exercises = manifests.map(({ id, title, section, checks }) => ({
    ...{ id, title, section },
    maxScore: checks.reduce((sum, { points }) => sum + points, 0),
  }));
  const maxScore = exercises.reduce((sum, each) => sum + each.maxScore, 0);
  const hard = new Map(
    manifests.flatMap(({ id, checks }) => checks.map((check) => [`${id} ${check.id}`, random() * 4 - 2.4])),
  );

  /** What a student of this strength has, so far into the lab. */
  const resultOf = (submission: string, strength: number, effort: number): Result => {
    const done = manifests.map(({ id, title, section, checks }, at): ExerciseResult => {
      const handedIn = at < manifests.length * effort;
      // A part that does not compile, or is still the stub, fails everywhere.
      const broken = random() < 0.05 ? at % 3 : -1;
      const results = checks.map((check): CheckResult => {
        const passes = broken < 0 && random() < 1 / (1 + Math.exp(hard.get(`${id} ${check.id}`)! - strength));
        const verdict = !handedIn ? 'skipped' : passes ? 'pass' : random() < 0.003 ? 'error' : 'fail';
        return {
          ...{ id: check.id, title: check.title, section: check.section ?? section, verdict },
          points: verdict === 'pass' ? check.points : 0,
          maxPoints: check.points,
          visibility: check.visibility,
          ...toldOf(verdict, broken, at, random),
          hint: check.hints[0],
          moreHints: check.hints.slice(1),
        };
      });
      const score = results.reduce((sum, { points }) => sum + points, 0);
      return { ...{ id, title, section, score }, maxScore: exercises[at]!.maxScore, checks: results };
    });
    const score = done.reduce((sum, each) => sum + each.score, 0);
    return { version: 2, submission, score, maxScore, ...grader, exercises: done };
  };

  const students = Array.from({ length: count }, (_, index): ClassStudent => {
    const name = `${FIRST[index % FIRST.length]} ${LAST[Math.floor(index / FIRST.length) % LAST.length]}`;
    const key = `${name.toLowerCase().replace(/\P{L}+/gu, '-')}-${index + 1}`;
    const person = {
      ...{ key, name, email: `${key}@example.org`, section: ['Monday', 'Tuesday', 'Friday'][index % 3]! },
      ids: { canvas: String(4000 + index) },
    };
    const nobody = { ...person, attempts: [], notes: [], byHand: [] };
    if (index % 25 === 24) {
      return { ...nobody, state: 'missing' };
    }
    const strength = random() * 3 + random() * 3 - 2.5;
    const many = 1 + Math.floor(random() * 3.4);
    const efforts = Array.from({ length: many }, (_each, nth) =>
      Math.min(1, (0.35 + random() * 0.5) * (nth + 1)),
    );
    const results = efforts.map((effort, nth) => resultOf(key, strength + nth * 0.4, effort));
    const late = index % 17 === 0 ? 30 * HOUR : 0;
    const attempts = results.map((result, nth): Attempt => {
      const at =
        DEADLINE - Math.floor((many - 1 - nth) * 80 * HOUR * random() + random() ** 2 * 60 * HOUR) + late;
      return attemptOf(result, nth + 1, new Date(at).toISOString(), late > 0 ? 30 : undefined);
    });
    const last = results.at(-1)!;
    mkdirSync(join(folder, key), { recursive: true });
    writeFileSync(join(folder, key, 'result.json'), stringifyResult(last));
    writeFileSync(join(folder, key, 'feedback.html'), `<!doctype html><title>${key}</title>`);
    return { ...nobody, state: 'graded', current: many, score: last.score, total: last.score, attempts };
  });
  const record: ClassRecord = {
    ...{
      version: 1,
      class: '0123456789abcdef',
      ...grader,
      deadline: new Date(DEADLINE).toISOString(),
      maxScore,
      exercises,
    },
    students: students.sort((a, b) => (a.key < b.key ? -1 : 1)),
    problems: students
      .filter(({ state }) => state === 'missing')
      .map(({ key, name }) => ({ kind: 'missing', student: key, message: `${name} handed nothing in` })),
  };
  writeClass(folder, record);
  return record;
}

/** Message and values: of each mistake the same shape for all who make it, with numbers of their own. */
function toldOf(
  verdict: CheckResult['verdict'],
  broken: number,
  exercise: number,
  random: () => number,
): Pick<CheckResult, 'message' | 'expected' | 'actual' | 'location'> {
  if (verdict !== 'fail') {
    return {
      message:
        verdict === 'error' ? "The rig failed; this is the grader's fault, not yours. It did not start." : '',
    };
  }
  const line = 5 + Math.floor(random() * 40);
  const location = { file: 'part.ts', line, column: 3 };
  if (broken === 0) {
    return {
      message: `Your code cannot be run: Expected ";" but found "}" (part.ts, line ${line})`,
      location,
    };
  }
  if (broken >= 0) {
    return {
      message: `Your code threw Error: this part is still to be written (part.ts, line ${line})`,
      location,
    };
  }
  const mistakes = [
    () => ({
      message: 'Not what it should be: what the guest sleepy did, compared with the bare machine.',
      expected: 'the same, step by step',
      actual: `step 13, at: line 12: sret\n  on the bare machine: 13 S 80000034 sstatus=00000020 -> U 800000${line}\n  in the VM:           13 S 80000034 -> U 800000${line}\n  the step before:     12 S 80000030 sp=800002e0`,
    }),
    () => ({
      message: `Not what it should be: the effect of csrrw zero,stvec,t1 in S-mode, where t1 = 0x${line}.`,
      expected: 'advance()\nnothing changed',
      actual: `advance()\nstvec = 0x000000${line} (BASE 0x00000000, MODE 2)`,
    }),
    () => ({
      message: `Not what it should be: the answer of releaseAll(${line}), after allocate(0, 0, 3); allocate(1, 0, 2).`,
      expected: '0',
      actual: String(line),
    }),
    () => ({
      message: `Your code threw RangeError: the vCPU stores no CSR 0x3${line} (part.ts, line ${line})`,
      location,
    }),
    () => ({ message: 'Your code does not come to an end: it was ended after 20000000 turns of its loops.' }),
  ];
  return mistakes[Math.floor(random() ** 2 * mistakes.length + exercise) % mistakes.length]!();
}

function attemptOf(
  result: Result,
  number: number,
  handedInAt: string,
  hoursLate: number | undefined,
): Attempt {
  const { score, maxScore } = result;
  return {
    ...{ number, source: `${result.submission}_${number}.zip`, handedInAt, state: 'graded', score, maxScore },
    ...(hoursLate !== undefined && { hoursLate }),
    exercises: result.exercises.map(({ id, checks, ...points }) => ({
      id,
      handedIn: checks.some(({ verdict }) => verdict !== 'skipped'),
      ...{ score: points.score, maxScore: points.maxScore },
      failed: checks.filter(({ verdict }) => verdict !== 'pass').map((check) => check.id),
    })),
    gradings: [
      { ...grader, gradedAt: '2026-12-01T08:00:00.000Z', milliseconds: 2400, score, maxScore, counts: true },
    ],
  };
}
