/** Each format against the schema of the system that reads it, with every verdict, markup in names and messages, and hidden checks. */
import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exampleResult } from '../result/example-result.js';
import type { CheckResult, Result, Verdict } from '../result/index.js';
import { renderJunit, studentView } from '../report/index.js';
import { exampleClass } from '../class/record/example-class.js';
import type { ClassStudent } from '../class/record/index.js';
import { parseRoster, readCsv } from '../roster/index.js';
import {
  gradedAlone,
  gradedInClass,
  remarksOf,
  toCanvas,
  toClassroom50,
  toExercism,
  toGradescope,
  toMoodle,
  toPrairieLearn,
} from './index.js';

const place = {
  CLASSROOM: 'virt',
  ASSIGNMENT: 'week-1',
  USERNAME: 'ada',
  SUBMISSION_TAG: 'submit/2026-06-01T14-32-05Z-a1b2c3d',
  COMMIT_URL: 'https://github.com/x/y/commit/1',
  RELEASE_URL: 'https://github.com/x/y/releases/1',
  REVIEW_URL: 'https://github.com/x/y/compare/1',
};
const formats: Readonly<Record<string, (result: Result) => object>> = {
  gradescope: (result) => toGradescope(studentView(result)),
  prairielearn: (result) => toPrairieLearn(studentView(result)),
  exercism: (result) => toExercism(studentView(result)),
  classroom50: (result) => toClassroom50(studentView(result), place, '2026-06-01T14:33:11.123Z'),
};
const markup = '</script><b onclick="x">&amp; **bold** `a` $1$ \u202e\0\u001b[31m"\'';

/** The example with all checks of one verdict, or with markup wherever a text can stand. */
const only = (verdict: Verdict): Result =>
  withChecks((check) => ({ ...check, verdict, points: verdict === 'pass' ? check.maxPoints : 0 }));
const hostile = withChecks((check) => ({
  ...check,
  title: `${markup}${check.id}`.repeat(9),
  message: markup.repeat(9000),
  console: markup.repeat(9000),
}));

function withChecks(change: (check: CheckResult) => CheckResult): Result {
  const exercises = exampleResult.exercises.map((exercise) => {
    const checks = exercise.checks.map(change);
    return { ...exercise, checks, score: checks.reduce((sum, { points }) => sum + points, 0) };
  });
  return { ...exampleResult, exercises, score: exercises.reduce((sum, { score }) => sum + score, 0) };
}

describe.each(Object.entries(formats))('%s', (name, render) => {
  const schema = JSON.parse(
    readFileSync(join(__dirname, `../schemas/published/${name}.schema.json`), 'utf8'),
  ) as object;
  const matches = new Ajv({ allErrors: true }).compile(schema);

  test.each<[string, Result]>([
    ['every verdict', exampleResult],
    ['passes alone', only('pass')],
    ['failures alone', only('fail')],
    ['faults of the grader alone', only('error')],
    ['nothing handed in', only('skipped')],
    ['markup in names and messages', hostile],
  ])('%s: has the published fields', (_what, result) => {
    matches(render(result));
    expect(matches.errors).toBeNull();
  });

  test('a hidden check stays hidden', () => {
    expect(JSON.stringify(render(exampleResult))).not.toContain('SECRET');
  });

  test('equal results give equal texts, and no invisible character', () => {
    expect(render(structuredClone(hostile))).toEqual(render(hostile));

    expect(JSON.stringify(render(hostile))).not.toMatch(/\\u0000|\\u001b|\u202e/);
    expect(JSON.stringify(render(hostile)).length).toBeLessThan(1_000_000);
  });
});

test('no system says that all is well where only a hidden check failed', () => {
  const hiddenFails = withChecks((check) => {
    const verdict = check.visibility === 'hidden' ? 'fail' : 'pass';
    return { ...check, verdict, points: verdict === 'pass' ? check.maxPoints : 0 };
  });
  const view = studentView(hiddenFails);
  expect(toExercism(view)).toMatchObject({ status: 'fail' });
  expect(toGradescope(view)).toMatchObject({
    output: '5 of 6 checks passed, 1 failed (1 of them hidden).',
    score: 14.5,
  });
  expect((toPrairieLearn(view) as { score: number }).score).toBeLessThan(1);
});

test('what else a student should know stands where the student looks first', () => {
  const told = ['Passed over: Emulate.ts.'];
  expect(toGradescope(studentView(exampleResult), told)).toMatchObject({
    output: expect.stringMatching(/^2 of 6 checks passed.*\nPassed over: Emulate\.ts\.$/) as string,
  });
  expect(toPrairieLearn(studentView(exampleResult), told)).toMatchObject({
    message: expect.stringMatching(/\nPassed over: Emulate\.ts\.$/) as string,
  });
  expect(toPrairieLearn(studentView(only('skipped')), told)).toMatchObject({
    format_errors: ['Nothing was handed in for this question.', ...told],
  });
});

test('a fault of the grader earns nothing, and is told as the grader’s', () => {
  expect(toPrairieLearn(studentView(only('error')))).toMatchObject({ gradable: false });
  expect(toExercism(studentView(only('error')))).toMatchObject({ status: 'error', tests: [] });
  const { tests } = toGradescope(studentView(exampleResult)) as {
    tests: { status: string; output: string; score: number }[];
  };
  expect(tests[4]).toMatchObject({ status: 'failed', score: 0 });
  expect(tests[4]!.output).toContain("the grader's fault");
});

test('the points of Classroom 50 are whole, and nothing counts as a pass because it is empty', () => {
  expect(formats['classroom50']!(exampleResult)).toMatchObject({
    score: 15,
    'max-score': 30,
    datetime: '2026-06-01T14:33:11Z',
  });
  expect(() => toClassroom50(studentView({ ...exampleResult, exercises: [] }), place, '')).toThrow(
    'has no checks',
  );
  expect(() => toClassroom50(studentView(exampleResult), { CLASSROOM: 'x' }, '')).toThrow(
    'does not say ASSIGNMENT, USERNAME',
  );
});

describe('gradebooks', () => {
  const head = 'submission,name,email,section,id,SIS User ID,sis_login_id,moodle_id';
  const roster = (...rows: string[]) => ({
    file: 'roster.csv',
    students: parseRoster([head, ...rows].join('\n'), 'roster.csv'),
  });
  const ada = 'ada,"Lovelace, ""Ada""",ada@x.org,A,7,S7,al,Participant 4711';
  const graded = (change: Partial<Result> = {}) => gradedAlone(studentView({ ...exampleResult, ...change }));
  const results = [graded(), graded({ submission: 'eve' })];

  test('Canvas gets the points by its ids, and the points possible', () => {
    const { csv, unmatched } = toCanvas(results, roster(ada, 'bob,=1+1,b@x.org,A,8,,,'), 'Lab (99)');
    expect(readCsv(csv, 'x').map(({ cells }) => cells)).toEqual([
      ['Student', 'ID', 'SIS User ID', 'SIS Login ID', 'Section', 'Lab (99)'],
      ['Points Possible', '', '', '', '', '15'],
      ['"Ada" Lovelace', '7', 'S7', 'al', 'A', '7.5'],
    ]);
    expect(unmatched).toEqual([
      'eve: nobody on the roster has this submission, email, login or id',
      'roster.csv: line 3: =1+1 has no result',
    ]);
  });

  test('Moodle gets grade and summary by the participant’s number', () => {
    const { csv } = toMoodle(results.slice(0, 1), roster(ada));
    expect(readCsv(csv, 'x')[1]!.cells).toEqual([
      'Participant 4711',
      '"Ada" Lovelace',
      'ada@x.org',
      '7.5',
      '15',
      "2 of 6 checks passed, 2 failed (1 of them hidden). 1 did not run: their exercises were not handed in. 1 could not be graded. That is the grader's fault, not yours.",
    ]);
  });

  test('a name that begins like a formula is a text', () => {
    expect(toMoodle(results.slice(0, 1), roster('ada,=cmd(),a@x.org,,,,,'))).toMatchObject({
      csv: expect.stringContaining("'=cmd()") as string,
    });
  });

  describe('of a class, whose folders are called by names', () => {
    const student = (
      key: string,
      name: string,
      ids: Record<string, string>,
      more: Partial<ClassStudent> = {},
    ) =>
      gradedInClass(
        { ...{ key, name, ids, state: 'graded', total: 7.5, attempts: [], notes: [], byHand: [] }, ...more },
        more.state === undefined ? studentView({ ...exampleResult, submission: key }) : undefined,
        15,
      );
    const rows = [
      ada,
      ',Ann Smith,ann1@x.org,,8,S8,,',
      ',Ann Smith,ann2@x.org,,9,S9,,',
      ',Bob Ross,b@x.org,,10,,,',
      ',Eve,e@x.org,,11,,,',
    ];
    const byHand = [{ exercise: '08-trap-and-emulate', check: 'history', points: -0.5, reason: '=late' }];
    const everybody = [
      student(
        'Ada-Lovelace',
        'Ada Lovelace',
        { canvas: '4', id: 'S7' },
        { total: 7, byHand, notes: [{ text: 'See me' }] },
      ),
      student('Ann-Smith-8', 'Ann Smith', { id: 'S8' }),
      student('rossbob', 'rossbob', { folder: 'x' }),
      student(
        'Eve',
        'Eve',
        { email: 'E@x.org' },
        { state: 'missing', total: 2, byHand: [{ points: 2, reason: 'Shown' }] },
      ),
    ];
    const points = (of: typeof everybody) => {
      const { csv, unmatched } = toCanvas(of, roster(...rows), 'Lab');
      return [
        ...readCsv(csv, 'x')
          .slice(2)
          .map(({ cells }) => `${cells[0]}: ${cells[5]}`),
        ...unmatched,
      ];
    };

    test('everybody is found by the ids of the class or the name of one row, with the points by hand', () => {
      expect(points(everybody)).toEqual([
        '"Ada" Lovelace: 7',
        'Ann Smith: 7.5',
        'Bob Ross: 7.5',
        'Eve: 2',
        'roster.csv: line 4: Ann Smith has no result',
      ]);
    });

    test('a name of two people is nobody’s, and whoever could not be graded is told as such', () => {
      const twins = [
        student('ross-1', 'Ross Bob', { moodle: '1' }),
        student('ross-2', 'Bob Ross', { moodle: '2' }),
        student('smith', 'Ann Smith', { canvas: '3' }),
        gradedInClass(
          {
            key: 'Eve',
            name: 'Eve',
            ids: { id: '11' },
            state: 'refused',
            attempts: [],
            notes: [],
            byHand: [],
          },
          undefined,
          15,
        ),
      ];
      const lines = points([...twins, everybody[0]!]);
      expect(lines).toContain('ross-1: nobody on the roster has this submission, email, login or id');
      expect(lines).toContain('ross-2: nobody on the roster has this submission, email, login or id');
      expect(lines).toContain('smith: nobody on the roster has this submission, email, login or id');
      expect(lines).toContain('roster.csv: line 5: Bob Ross has no result');
      expect(lines).toContain('roster.csv: line 6: Eve has no result (refused)');
    });

    test('Moodle’s comments tell points and notes by hand', () => {
      const { csv } = toMoodle(everybody.slice(0, 1), roster(ada));
      const [, , , grade, , comments] = readCsv(csv, 'x')[1]!.cells;
      expect(grade).toBe('7');
      expect(comments).toMatch(
        /fault, not yours\.\n-0\.5 points by hand \(08, history\): =late\nNote: See me$/,
      );
    });
  });

  test.each<[string, () => unknown, string]>([
    [
      'no id for Canvas',
      () => toCanvas(results, roster('ada,Ada,,,,,,'), 'x'),
      'roster.csv: line 2: Canvas needs',
    ],
    [
      'no id for Moodle',
      () => toMoodle(results, roster('ada,Ada,,,,,,')),
      'roster.csv: line 2: Moodle needs',
    ],
    [
      'two results of one student',
      () => toMoodle([results[0]!, graded({ submission: 'ADA' })], roster(ada)),
      'roster.csv: line 2: both ada and ADA',
    ],
    [
      'results of different exercises',
      () =>
        toCanvas([results[0]!, graded({ submission: 'eve', maxScore: 3 })], roster(ada, 'eve,E,,,9,,,'), 'x'),
      'eve was graded for 3 points',
    ],
  ])('%s is told with its line', (_what, make, words) => {
    expect(make).toThrow(words);
  });
});

test('points by hand are in the score of every format that has one, and are told with their reasons', () => {
  const [ada] = exampleClass.students;
  const remarks = remarksOf(ada!);
  expect(remarks).toMatchObject({ total: 8, lateDays: 1, extraTime: '2 days' });
  const result = studentView(exampleResult, undefined, remarks);
  const told = [
    '+0.5 points by hand (01, edges): The page was unclear.',
    'Note: A fine start.',
    'Note (08, interrupts-off): Look at SIE once more.',
  ].join('\n');
  expect(toGradescope(result)).toMatchObject({ score: 8, output: expect.stringContaining(told) as string });
  expect(toPrairieLearn(result)).toMatchObject({
    score: 8 / exampleResult.maxScore,
    message: expect.stringContaining(told) as string,
  });
  expect(toClassroom50(result, place, '2026-06-01T14:33:11Z')).toMatchObject({ score: 16 });
  expect(renderJunit(result)).toContain('<property name="totalWithPointsByHand" value="8"/>');
  expect(remarksOf(exampleClass.students[2]!)).toBeUndefined();

  const more = { ...remarks!, total: exampleResult.maxScore + 3 };
  expect(toPrairieLearn(studentView(exampleResult, undefined, more))).toMatchObject({ score: 1 });
  const less = { ...remarks!, total: -1 };
  expect(toPrairieLearn(studentView(exampleResult, undefined, less))).toMatchObject({ score: 0 });
  expect(toClassroom50(studentView(exampleResult, undefined, less), place, 'now')).toMatchObject({
    score: 0,
  });
});
