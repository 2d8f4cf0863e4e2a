import { slowest, type FileTimes } from './slowest.js';

const file = (name: string, seconds: number, ...tests: number[]): FileTimes => ({
  testFilePath: `/lab/src/${name}.test.ts`,
  perfStats: { start: 5000, end: 5000 + seconds * 1000 },
  testResults: tests.map((duration, index) => ({ fullName: `${name} ${index}`, duration })),
});

test('files and tests are listed, the slowest first, with their sum', () => {
  expect(slowest([file('quick', 1.25, 200), file('slow', 75, 300, 74_000)], '/lab').split('\n')).toEqual([
    '',
    '2 files took 76.3 s, one beside the other. The slowest of them:',
    '   75.0 s  src/slow.test.ts',
    '    1.3 s  src/quick.test.ts',
    '',
    'The slowest tests:',
    '   74.0 s  src/slow.test.ts: slow 1',
    '    0.3 s  src/slow.test.ts: slow 0',
    '    0.2 s  src/quick.test.ts: quick 0',
    '',
  ]);
});

test('the lists are short, and a test that was skipped has no time', () => {
  const many = Array.from({ length: 200 }, (_, index) => file(`f${index}`, index));
  const skipped = { ...file('skipped', 500), testResults: [{ fullName: 'skipped', duration: null }] };
  const lines = slowest([...many, skipped], '/lab').split('\n');
  expect(lines.length).toBeLessThan(50);
  expect(lines).toContain('    0.0 s  src/skipped.test.ts: skipped');
});
