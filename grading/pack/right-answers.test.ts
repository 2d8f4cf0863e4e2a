import { designOf, RightAnswerError } from './right-answers.js';

test.each([
  '// Bitmaps in typed arrays.\nexport const a = 1;',
  '/** Bitmaps in typed arrays. */\nexport const a = 1;',
  '/* Bitmaps in typed arrays. */',
])('the first line of %j says what is different about the design', (text) => {
  expect(designOf(text, 'right/bitmaps.ts')).toBe('Bitmaps in typed arrays.');
});

test.each(['export const a = 1; // Bitmaps', '\n// Bitmaps', '//', '/** */', ''])(
  '%j does not say it',
  (text) => {
    expect(() => designOf(text, 'right/bitmaps.ts')).toThrow(RightAnswerError);
    expect(() => designOf(text, 'right/bitmaps.ts')).toThrow(
      /^right\/bitmaps\.ts: its first line is a comment/,
    );
  },
);
