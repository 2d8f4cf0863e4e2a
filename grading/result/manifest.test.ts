import { checkWrongAnswer, parseManifest, SchemaError } from './index.js';

const file = 'exercises/08-trap-and-emulate/exercise.json';

const manifest = {
  version: 1,
  id: '08-trap-and-emulate',
  title: 'Trap and emulate',
  section: 'full-virtualization',
  part: { file: 'emulate.ts', export: 'emulate', type: 'EmulatePart' },
  summary: 'Emulate the privileged instructions of a guest.',
  checks: [
    {
      id: 'boots',
      title: 'a guest boots',
      points: 2,
      visibility: 'visible',
      hints: ['Which instruction comes first?', 'Begin with ecall.', 'Answer ecall with the console.'],
    },
    {
      id: 'interrupts-off',
      title: 'a guest that disables interrupts is not interrupted',
      points: 0.5,
      visibility: 'hidden',
      section: 'hypervisors',
      hints: ['What turns interrupts off?', 'Look at sstatus.SIE.', 'Inject nothing while it is 0.'],
    },
  ],
};

const wrong = { mistake: 'Forgets that SRET restores the mode.', fails: ['boots', 'interrupts-off'] };

const parse = (value: unknown) => parseManifest(JSON.stringify(value), file);
const checkWrong = (value: unknown) => checkWrongAnswer(value, 'wrong/sret.diff');
const withPart = (part: object) => ({ ...manifest, part: { ...manifest.part, ...part } });
const withCheck = (check: object) => ({
  ...manifest,
  checks: [manifest.checks[0], { ...manifest.checks[1], ...check }],
});

test('a manifest is read as it stands, with or without a byte order mark', () => {
  expect(parse(manifest)).toEqual(manifest);
  expect(parseManifest(`\uFEFF${JSON.stringify(manifest)}`, file)).toEqual(manifest);
});

test('headings in other languages make sections too', () => {
  expect(parse({ ...manifest, section: 'einführung-2_仮想化' }).section).toBe('einführung-2_仮想化');
});

test.each<[what: string, value: unknown, line: string | RegExp]>([
  ['no version', { ...manifest, version: undefined }, 'top level: the field "version" is missing; add it'],
  [
    'an id that is no folder name',
    { ...manifest, id: 'trap' },
    /id: is "trap"; make it text of the right shape \(the folder's name/,
  ],
  ['a title of two lines', { ...manifest, title: 'Trap\nand' }, /title: is "Trap\\nand".*one line of words/],
  [
    'a section with capitals',
    { ...manifest, section: 'Full-Virtualization' },
    /section: is .*slug of a heading/,
  ],
  ['a part in another folder', withPart({ file: '../emulate.ts' }), /part\.file: is "\.\.\/emulate\.ts"/],
  ['a part that is a test', withPart({ file: 'emulate.test.ts' }), /part\.file: is "emulate\.test\.ts"/],
  ['an export that is no name', withPart({ export: 'a b' }), /part\.export: is "a b"/],
  ['a type that is no name', withPart({ type: 'emulatePart' }), /part\.type: is "emulatePart"/],
  ['no checks', { ...manifest, checks: [] }, 'checks: has too few entries; give at least 1'],
  ['a check without points', withCheck({ points: 0 }), /checks\[1\]\.points: is 0; make it at least 0\.5/],
  [
    'a quarter of a point',
    withCheck({ points: 1.25 }),
    /checks\[1\]\.points: is 1\.25; make it a multiple of 0\.5/,
  ],
  [
    'a misspelt field',
    withCheck({ point: 2 }),
    /checks\[1\]: the field "point" is not known; remove it, or use one of id, title, points/,
  ],
  ['no hints', withCheck({ hints: undefined }), 'checks[1]: the field "hints" is missing; add it'],
  ['one hint alone', withCheck({ hints: undefined, hint: 'b' }), 'checks[1]: the field "hints" is missing'],
  [
    'two hints',
    withCheck({ hints: ['a?', 'b'] }),
    /checks\[1\]\.hints: has too few entries; give at least 3/,
  ],
  [
    'four hints',
    withCheck({ hints: ['a?', 'b', 'c', 'd'] }),
    'checks[1].hints: has too many entries; give at most 3 (a question, a direction, nearly the answer)',
  ],
  ['the same hint twice', withCheck({ hints: ['a?', 'b', 'b'] }), /hints: entries \d and \d are the same/],
  [
    'an empty hint',
    withCheck({ hints: ['a?', '', 'c'] }),
    /hints\[1\]: is ""; make it text .*one line of words/,
  ],
  ['a hint of two lines', withCheck({ hints: ['a?', 'b\nc', 'd'] }), /hints\[1\]: is "b\\nc"/],
  [
    'an endless hint',
    withCheck({ hints: ['a?', 'b', 'c'.repeat(401)] }),
    /hints\[2\]: is too long; use at most 400 characters/,
  ],
  [
    'a check named like another',
    withCheck({ id: 'boots' }),
    'checks[1].id: is "boots", as in checks[0]; give each its own',
  ],
  [
    'a title used twice',
    withCheck({ title: 'a guest boots' }),
    'checks[1].title: is "a guest boots", as in checks[0]; give each its own',
  ],
])('a manifest with %s is refused in a line that names the file and the place', (_what, value, line) => {
  expect(() => parse(value)).toThrow(SchemaError);
  expect(() => parse(value)).toThrow(typeof line === 'string' ? `${file}: ${line}` : line);
});

test('what is not JSON is refused with the reader’s reason, in one line', () => {
  expect(() => parseManifest('{ "version": 1,\n }', file)).toThrow(
    /^exercises\/08-trap-and-emulate\/exercise\.json: is not JSON: .*; mend it there/,
  );
  expect(() => parseManifest('', file)).toThrow(SchemaError);
});

test('a long value is cut where a message quotes it', () => {
  expect(() => parse({ ...manifest, id: 'x'.repeat(10_000) })).toThrow(/^.{0,300}$/);
});

test('a known-wrong answer is read as it stands', () => {
  expect(checkWrong(wrong)).toEqual(wrong);
});

test.each<[what: string, value: unknown, line: RegExp]>([
  ['no mistake', { fails: ['boots'] }, /top level: the field "mistake" is missing/],
  ['an empty mistake', { ...wrong, mistake: '' }, /mistake: is "".*got wrong/],
  ['no failing check', { ...wrong, fails: [] }, /fails: has too few entries; give at least 1/],
  [
    'a check named twice',
    { ...wrong, fails: ['boots', 'boots'] },
    /fails: entries 0 and 1 are the same; remove one/,
  ],
  ['a title for an id', { ...wrong, fails: ['a guest boots'] }, /fails\[0\]: is "a guest boots".*check's id/],
  ['a misspelt field', { ...wrong, fail: [] }, /the field "fail" is not known/],
])('a known-wrong answer with %s is refused', (_what, value, line) => {
  expect(() => checkWrong(value)).toThrow(line);
});
