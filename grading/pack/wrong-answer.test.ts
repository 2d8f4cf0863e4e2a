import { SchemaError } from '../result/index.js';
import { applyHunks, readWrongAnswer, WrongAnswerError } from './wrong-answer.js';

const reference = 'import a;\n\none();\ntwo();\n\none();\nthree();\n';
const file = 'wrong/mistake.diff';
const head = 'It does it twice.\n\nfails: twice, at-all\n\n';

function wrong(...changes: string[]): string {
  const { hunks } = readWrongAnswer(head + changes.join('\n'), file);
  return applyHunks(reference, hunks, file);
}

test('the head says what is wrong and which checks fail', () => {
  expect(readWrongAnswer(`${head}@@\n-one();\n`, file)).toMatchObject({
    mistake: 'It does it twice.',
    fails: ['twice', 'at-all'],
  });
});

test('lines go, come and stay', () => {
  expect(wrong('@@', ' one();', '-two();', '+zwei();', '+drei();')).toBe(
    'import a;\n\none();\nzwei();\ndrei();\n\none();\nthree();\n',
  );
});

test('the first line and the last may change', () => {
  expect(wrong('@@', '-import a;', '@@', '-three();', '+four();')).toBe(
    '\none();\ntwo();\n\none();\nfour();\n',
  );
});

test('empty lines within a change are the part’s; those around it only keep changes apart', () => {
  expect(wrong('@@', '', '-two();', '', ' one();', '', '@@', '', '+zero();', ' three();', '')).toBe(
    'import a;\n\none();\n\none();\nzero();\nthree();\n',
  );
});

test('only whole lines are found', () => {
  const { hunks } = readWrongAnswer(`${head}@@\n-b();\n`, file);
  expect(applyHunks('a.b();\nb();\nb();c();\n', hunks, file)).toBe('a.b();\nb();c();\n');
});

test('a change that names no line of the reference is a whole part', () => {
  expect(wrong('@@', '+other();', '+', '+more();')).toBe('other();\n\nmore();\n');
});

test.each<[what: string, changes: string[], words: RegExp]>([
  ['lines that are not there', ['@@', '-four();'], /line 5: .* exactly once, and they stand there 0 times$/],
  ['lines that are there twice', ['@@', '-one();'], /line 5: .* exactly once, and they stand there 2 times$/],
  ['additions without a place', ['@@', '-two();', '@@', '+four();'], /line 7: .*, and there are none$/],
  ['no change at all', ['@@', ' two();'], /line 5: changes nothing: give it lines with '-' or '\+'$/],
  ['a line of another kind', ['@@', '-two();', 'zwei();'], /line 7: begins with none of ' ' \(stays\)/],
])('a change with %s is refused', (_what, changes, words) => {
  expect(() => wrong(...changes)).toThrow(WrongAnswerError);
  expect(() => wrong(...changes)).toThrow(words);
});

test.each<[what: string, text: string, words: RegExp]>([
  ['no change', head, /mistake\.diff: has no change: begin one with a line that starts with @@$/],
  ['no mistake', 'fails: twice\n\n@@\n-two();\n', /above its changes stands the mistake in one line/],
  ['no checks', 'It does it twice.\n\n@@\n-two();\n', /and a line 'fails: ' with the ids/],
  ['two lines about the mistake', `It does it.\n${head}@@\n-two();\n`, /the mistake in one line/],
])('a file with %s is refused', (_what, text, words) => {
  expect(() => readWrongAnswer(text, file)).toThrow(WrongAnswerError);
  expect(() => readWrongAnswer(text, file)).toThrow(words);
});

test('what the head says has a schema', () => {
  const read = () => readWrongAnswer('It does it twice.\nfails: twice, twice\n@@\n-two();\n', file);
  expect(read).toThrow(SchemaError);
  expect(read).toThrow(/fails: entries 0 and 1 are the same/);
});
