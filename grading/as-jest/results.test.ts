import type { StudentCheck } from '../report/index.js';
import { jestResults } from './results.js';

const check = (part: Partial<StudentCheck>) =>
  ({ title: 'it runs', verdict: 'pass', visibility: 'visible', message: '', ...part }) as StudentCheck;
const times = { start: 1000, end: 3000 };
const path = '/h/exercises/08-a/checks.test.ts';
const place = { line: 7, column: 1 };
const only = (part: Partial<StudentCheck>) =>
  jestResults([{ path, checks: [{ check: check(part), place }] }], times).testResults[0]!;

test('passed checks make a passed file', () => {
  const results = jestResults([{ path, checks: [{ check: check({}), place }] }], times);
  expect(results).toMatchObject({ success: true, numPassedTests: 1, numTotalTestSuites: 1, startTime: 1000 });
  expect(results.testResults[0]).toMatchObject({
    name: path,
    status: 'passed',
    message: '',
    assertionResults: [{ title: 'it runs', status: 'passed', location: place, failureMessages: [] }],
  });
});

test('a failed one tells the story from its message to the hint, and ends with its line as a stack does', () => {
  const location = { file: '08-a/a.ts', line: 3 };
  const told = {
    expected: '1\n',
    actual: '2',
    hint: 'Look at it.',
    moreHints: ['No.'],
    console: 'me',
    location,
  };
  const { status, assertionResults } = only({ verdict: 'fail', message: 'The sum was 2.', ...told });
  expect(status).toBe('failed');
  expect(assertionResults[0]!.failureMessages).toEqual([
    [
      'The sum was 2.',
      '',
      'Expected: 1',
      'Received: 2',
      'Printed: me',
      'Hint: Look at it.',
      '    at exercises/08-a/a.ts:3:1',
      `    at ${path}:7:1`,
    ].join('\n'),
  ]);
});

test.each(['fail', 'error', 'skipped'] as const)('the verdict %s is no pass', (verdict) => {
  expect(only({ verdict, message: 'why' })).toMatchObject({
    status: 'failed',
    message: expect.stringContaining('why') as string,
    assertionResults: [{ status: 'failed' }],
  });
});

test('a part that cannot be read is a failed file with the reason, and no checks at all are no success', () => {
  const results = jestResults([{ path, checks: [], fault: 'a.ts: is 2 MB' }], times);
  expect(results).toMatchObject({ success: false, numRuntimeErrorTestSuites: 1, numFailedTestSuites: 1 });
  expect(results.testResults[0]!.message).toBe('a.ts: is 2 MB');
  expect(jestResults([{ path, checks: [] }], times).success).toBe(false);
});

test('what a part printed cannot drive a terminal', () => {
  const { assertionResults } = only({ verdict: 'fail', message: 'a', console: '\x1b[2Jcleared\x07' });
  expect(assertionResults[0]!.failureMessages[0]).not.toMatch(/\x1b|\x07/);
});
