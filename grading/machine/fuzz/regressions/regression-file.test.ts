import { caseOf } from '../compare/campaign.js';
import { caseText } from '../case/case-text.js';
import { FIRST_AREA } from '../case/layout.js';
import { readRegression, regressionText } from './regression-file.js';
import { outcomeHere } from './regressions.js';

test('a case and its outcome come back from the file as they went in', () => {
  for (const index of [0, 1, 2, 3]) {
    const test = caseOf(9, index, FIRST_AREA);
    const answer = outcomeHere(test);
    const text = regressionText({ notes: ['Case of a test', 'with two notes'], test, answer });
    const read = readRegression(text);
    expect(read.notes).toEqual(['Case of a test', 'with two notes']);
    expect(read.answer).toEqual(answer);
    expect(caseText(read.test)).toBe(caseText(test)); // jumps are plain words now
    expect(outcomeHere(read.test)).toEqual(answer);
    expect(regressionText(read)).toBe(text);
  }
});

test.each([
  ['csr mie', 'line 3: a number is expected, not undefined'],
  ['register x99 0x1', 'line 3: no register: x99'],
  ['memory 0x10 zero', 'line 3: a number is expected, not zero'],
  ['features warp', 'no such feature: warp'],
  ['flags 0x1', 'no line of a regression file begins with flags'],
])('a wrong line is named: %s', (line, message) => {
  const text = `features compressed\narea 0x80020000\n${line}\nstatus finished\n`;
  expect(() => readRegression(text)).toThrow(message);
});

test('a file without an outcome is refused', () => {
  expect(() => readRegression('features compressed\narea 0x80020000\n')).toThrow('status finished');
});
