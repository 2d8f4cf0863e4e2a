import { deskKernel } from '../../../src/guests/index.js';
import { TextProblem, imageOf, linesOf, originalWith } from './read-text.js';

test('the original is read, and its own applications can be put back', () => {
  const lines = linesOf(deskKernel);
  const applications = lines.slice(lines.indexOf('applications:') + 1).join('\n');
  expect(originalWith(applications)).toBe(lines.join('\n'));
  expect(imageOf(deskKernel).symbols['applications']).toBe(
    imageOf(deskKernel, applications).symbols['applications'],
  );
});

test.each([
  [undefined, 'kernel must be a text, a string; it is of type undefined'],
  [null, 'it is null'],
  [{ text: 'nop' }, 'it is of type object'],
  ['\n'.repeat(2000), 'kernel.S has 2000 lines; at most 1000 are read'],
  [`nop\n${' '.repeat(131)}nop`, 'kernel.S:2: the line has 134 characters; at most 130 are read'],
  ['nop\nnop # ä', 'kernel.S:2: there is a character that is no printable ASCII, number 228'],
  ['li a0, 1; li a1, 2', 'kernel.S:1: one statement a line, please: there is a ;'],
  ['nop', "kernel.S must have the line 'applications:' once"],
  ['applications:\napplications:', "kernel.S must have the line 'applications:' once"],
  ['applications:\n  lo a0, 1', 'kernel.S:2: '],
  ['nop\n  .include "other.S"\napplications:', 'kernel.S:2: '],
  ['applications:\n  li a0, SHARED\n hypercall NOTHING', 'kernel.S:3: '],
])('%j is refused in one line', (text, message) => {
  expect(() => imageOf(text)).toThrow(TextProblem);
  expect(() => imageOf(text)).toThrow(message);
  try {
    imageOf(text);
  } catch (thrown) {
    expect((thrown as Error).message.split('\n')).toHaveLength(1);
  }
});

test('a ; in a text or a comment is no second statement', () => {
  expect(() => imageOf(`applications:\n .asciz "a;b" # and; so on\n li a0, ';'`)).not.toThrow();
});
