import resultSchema from '../schemas/result.schema.json';
import { exampleResult } from './example-result.js';
import { parseResult, SchemaError, stringifyResult, validateResult } from './index.js';

type Path = readonly (string | number)[];

/** The example with `value` at `path`; without the field when `value` is undefined. */
function broken(path: Path, value: unknown): unknown {
  const copy = structuredClone(exampleResult) as unknown;
  let target = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) {
    target = target[step] as Record<string | number, unknown>;
  }
  const last = path.at(-1) as string | number;
  if (value === undefined) {
    delete target[last];
  } else {
    target[last] = value;
  }
  return copy;
}

function violations(value: unknown): readonly string[] {
  try {
    validateResult(value, 'ada/result.json');
  } catch (error) {
    if (error instanceof SchemaError) {
      return error.violations;
    }
    throw error;
  }
  return [];
}

const check = ['exercises', 1, 'checks', 1] as const;

test('a result with every verdict and every optional field is accepted, and comes back as it is', () => {
  expect(validateResult(exampleResult)).toBe(exampleResult);
  expect(parseResult(stringifyResult(exampleResult))).toEqual(exampleResult);
});

test('a result without exercises, and an exercise without checks, are records of no points', () => {
  const empty = { ...exampleResult, score: 0, maxScore: 0 };
  expect(validateResult({ ...empty, exercises: [] }).score).toBe(0);
  const exercise = { id: 'a', title: 'A', section: 's', score: 0, maxScore: 0, checks: [] };
  expect(violations({ ...empty, exercises: [exercise] })).toEqual([]);
});

test.each([...resultSchema.required])('a result without "%s" is refused by name', (field) => {
  expect(violations(broken([field], undefined))).toContain(
    `top level: the field "${field}" is missing; add it`,
  );
});

test.each([...resultSchema.definitions.check.required])(
  'a check without "%s" is refused by name',
  (field) => {
    expect(violations(broken([...check, field], undefined))).toContain(
      `exercises[1].checks[1]: the field "${field}" is missing; add it`,
    );
  },
);

test.each<[what: string, path: Path, value: unknown, line: RegExp]>([
  ['another version', ['version'], 1, /^version: is 1; make it 2$/],
  ['a path as its name', ['submission'], '/home/ada', /^submission: is "\/home\/ada"; .*not a path/],
  ['an empty name', ['submission'], '', /^submission: is ""/],
  ['a seed that is no whole number', ['seed'], 0.5, /^seed: is 0\.5; make it a whole number$/],
  ['a seed beyond the safe integers', ['seed'], 2 ** 53, /^seed: is 9007199254740992; make it at most/],
  ['points as text', ['score'], '7.5', /^score: is "7\.5"; make it a number \(points, in halves\)$/],
  ['points that are no number', ['score'], NaN, /^score: is null; make it a number/],
  [
    'a third of a point',
    [...check, 'maxPoints'],
    1 / 3,
    /maxPoints: is 0\.333.*; make it a multiple of 0\.5/,
  ],
  ['negative points', [...check, 'points'], -1, /points: is -1; make it at least 0/],
  [
    'an unknown verdict',
    [...check, 'verdict'],
    'ok',
    /verdict: is "ok"; make it one of "pass", "fail", "error", "skipped"$/,
  ],
  ['an unknown visibility', [...check, 'visibility'], 'secret', /visibility: is "secret"; make it one of/],
  [
    'a field that nobody knows',
    [...check, 'milliseconds'],
    12,
    /the field "milliseconds" is not known; remove it, or use one of id, title/,
  ],
  ['an empty list of hints', [...check, 'moreHints'], [], /moreHints: has too few entries/],
  ['hints after none', [...check, 'hint'], undefined, /property hint when property moreHints is present/],
  ['an empty title', [...check, 'title'], '', /title: is empty; give it text/],
  [
    'a section that is no slug',
    [...check, 'section'],
    'Full Virtualization',
    /section: is "Full Virtualization".*slug/,
  ],
  [
    'half an exit',
    [...check, 'exits', 'timer interrupt'],
    1.5,
    /exits\.timer interrupt: is 1\.5; make it a whole number$/,
  ],
  ['a line counted from 0', [...check, 'location', 'line'], 0, /location\.line: is 0; make it at least 1/],
  [
    'an absolute path',
    [...check, 'location', 'file'],
    '/home/ada/emulate.ts',
    /location\.file: is "\/home\/ada\/emulate\.ts".*inside the submission/,
  ],
  [
    'a path that climbs out',
    [...check, 'location', 'file'],
    'a/../../b.ts',
    /location\.file: is "a\/\.\.\/\.\.\/b\.ts"/,
  ],
  [
    'a digest of a part that is none',
    ['exercises', 0, 'part'],
    { file: 'capacity.ts', sha256: 'A1' },
    /part\.sha256: is "A1"; make it text of the right shape/,
  ],
  [
    'a list where an object belongs',
    ['exercises', 0],
    [],
    /^exercises\[0\]: is \[\]; make it an object, \{ … \}$/,
  ],
  ['an object where a list belongs', ['exercises'], {}, /^exercises: is \{\}; make it a list, \[ … \]$/],
])(
  'a result with %s is refused in one line that says where and how to mend it',
  (_what, path, value, line) => {
    const lines = violations(broken(path, value));
    expect(lines).toContainEqual(expect.stringMatching(line));
    expect(lines.join('')).not.toContain('\n');
  },
);

test.each<[what: string, path: Path, value: unknown, line: string]>([
  ['a score that is not the sum', ['score'], 8, 'score: is 8; make it the sum of its parts, 7.5'],
  [
    'a maxScore that is not the sum',
    ['exercises', 1, 'maxScore'],
    11.5,
    'exercises[1].maxScore: is 11.5; make it the sum of its parts, 12',
  ],
  [
    'a pass below its points',
    [...check, 'verdict'],
    'pass',
    'exercises[1].checks[1].points: is 1 for a pass; make it maxPoints, 4',
  ],
  [
    'a fail with all points',
    ['exercises', 1, 'checks', 0, 'verdict'],
    'fail',
    'exercises[1].checks[0].points: is 4 for "fail"; make it less than maxPoints, 4',
  ],
  [
    'points for an error',
    ['exercises', 1, 'checks', 0, 'verdict'],
    'error',
    'exercises[1].checks[0].points: is 4 for "error"; make it 0',
  ],
  [
    'points for a skipped check',
    ['exercises', 1, 'checks', 0, 'verdict'],
    'skipped',
    'exercises[1].checks[0].points: is 4 for "skipped"; make it 0',
  ],
  [
    'two checks of one id',
    [...check, 'id'],
    'boots',
    'exercises[1].checks[1].id: is "boots", as in exercises[1].checks[0]; give each its own',
  ],
  [
    'two checks of one title',
    [...check, 'title'],
    'a guest boots and says hello',
    'exercises[1].checks[1].title: is "a guest boots and says hello", as in exercises[1].checks[0]; give each its own',
  ],
  [
    'two exercises of one id',
    ['exercises', 1, 'id'],
    '01-bursty-tenants',
    'exercises[1].id: is "01-bursty-tenants", as in exercises[0]; give each its own',
  ],
])('a result with %s is refused although its fields are right', (_what, path, value, line) => {
  expect(violations(broken(path, value))).toContain(line);
});

test('a check that is worth nothing may fail', () => {
  const [first, second] = exampleResult.exercises[0]!.checks;
  const worthless = { ...second!, maxPoints: 0 };
  const exercises = [{ ...exampleResult.exercises[0]!, maxScore: 2.5, checks: [first!, worthless] }];
  expect(violations({ ...exampleResult, score: 2.5, maxScore: 2.5, exercises })).toEqual([]);
});

test('every line of the message names the file', () => {
  const call = () => validateResult({}, 'ada/result.json');
  expect(call).toThrow(SchemaError);
  expect(call).toThrow(/^(ada\/result\.json: top level: the field "\w+" is missing; add it\n?){9}$/);
});

test('what is not an object at all is refused', () => {
  expect(violations(null)).toEqual(['top level: is null; make it an object, { … }']);
});

test('a record broken a hundredfold is told in a bounded number of lines', () => {
  const lines = violations({ ...exampleResult, exercises: Array.from({ length: 100 }, (_, i) => i) });
  expect(lines).toHaveLength(21);
  expect(lines.at(-1)).toBe('and 80 more violations');
});
