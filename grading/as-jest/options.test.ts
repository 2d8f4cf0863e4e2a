/** The command lines are those that the extension "Jest" of VS Code starts (its JestProcess.ts, over jest-editor-support's Runner.ts). */
import { readOptions } from './options.js';

const base = '--testLocationInResults --json --useStderr --outputFile /tmp/jest_runner_1.json'.split(' ');
const after = [
  '--no-coverage',
  '--reporters',
  'default',
  '--reporters',
  '/my ext/out/reporter.js',
  '--colors',
];

test('all tests', () => {
  expect(readOptions([...base, ...after, '--watchAll=false'])).toEqual({
    choice: 'pattern',
    patterns: [],
    list: false,
    version: false,
    showConfig: false,
    json: true,
    outputFile: '/tmp/jest_runner_1.json',
    reporters: ['/my ext/out/reporter.js'],
    passWithNoTests: false,
    inline: false,
  });
});

test.each([
  ['one file', ['/h/a.test.ts', ...after, '--watchAll=false', '--runTestsByPath'], 'path', ['/h/a.test.ts']],
  [
    'a part was saved',
    [...after, '--watchAll=false', '--findRelatedTests', '/h/a.ts'],
    'related',
    ['/h/a.ts'],
  ],
  ['a folder', [...after, '--watchAll=false', '--testPathPattern', '/h/01'], 'pattern', ['/h/01']],
  ['a folder, as of Jest 30', [...after, '--testPathPatterns', '/h/01'], 'pattern', ['/h/01']],
  [
    'one test',
    ['--testNamePattern', 'one \\(test\\)', '/h/a.test.ts', ...after, '--runTestsByPath', '--watchAll=false'],
    'path',
    ['/h/a.test.ts'],
  ],
  [
    'names with dashes',
    ['--run-tests-by-path', '/h/a.test.ts', '--test-name-pattern', 'x'],
    'path',
    ['/h/a.test.ts'],
  ],
  ['a word after a switch', ['--coverage', 'false', 'exercises/08'], 'pattern', ['exercises/08']],
])('%s', (_what, words, choice, patterns) => {
  expect(readOptions([...base, ...words])).toMatchObject({ choice, patterns, json: true, list: false });
});

test('the list of tests', () => {
  expect(readOptions(['--listTests', '--json', '--watchAll=false'])).toMatchObject({
    list: true,
    json: true,
  });
});

test.each(['--watch', '--watchAll', '--watch-all'])('%s is refused, with what to do', (word) => {
  expect(() => readOptions([...base, word])).toThrow(
    /^--watch(All)?: nothing is watched here: set "jest.runMode"/,
  );
});

test('an option without its value is refused', () => {
  expect(() => readOptions(['--outputFile'])).toThrow('--outputFile: what comes after it is missing');
});
