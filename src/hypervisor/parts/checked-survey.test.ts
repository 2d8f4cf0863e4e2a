import { PartError, checkedSurvey } from './index.js';

const row = { instruction: 'read sie', how: 'leaks' };

test('a survey is taken as it is, without what else is in it', () => {
  const value = { failures: [{ ...row, more: 1 }], legal: ['wfi'], note: 'x' };
  expect(checkedSurvey(value)).toEqual({ failures: [row], legal: ['wfi'] });
});

test('each property is read once', () => {
  let reads = 0;
  const failures = [
    {
      get instruction() {
        reads++;
        return 'sret';
      },
      how: 'mode kept',
    },
  ];
  expect(checkedSurvey({ failures, legal: [] }).failures[0]!.instruction).toBe('sret');
  expect(reads).toBe(1);
});

test.each([
  [undefined, 'survey returned undefined; it must return an object { failures, legal }'],
  [{ failures: row, legal: [] }, 'survey returned failures = an object; it must be an array'],
  [{ failures: [] }, 'survey returned legal = undefined; it must be an array'],
  [{ failures: [], legal: [1] }, 'survey returned legal[0] = 1; it must be a name'],
  [{ failures: ['sret'], legal: [] }, 'survey in failures[0] returned the string "sret"'],
  [
    { failures: [{ ...row, how: 'leak' }], legal: [] },
    `failures[0].how = the string "leak"; it must be 'leaks'`,
  ],
  [{ failures: [{ how: 'leaks' }], legal: [] }, 'failures[0].instruction = undefined'],
  [{ failures: Array<unknown>(10_001).fill(row), legal: [] }, 'survey returned 10001 failures'],
])('%j is refused, in words', (value, message) => {
  expect(() => checkedSurvey(value)).toThrow(PartError);
  expect(() => checkedSurvey(value)).toThrow(message);
});
