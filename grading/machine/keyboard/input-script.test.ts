import { readScript, ScriptError } from './index.js';

const read = (text: string) => readScript('in.txt', Buffer.from(text));

test('a script has a command on each line; remarks, empty lines, and the ends of lines of another system do not matter', () => {
  const text =
    '\ufeff# log in\r\n\r\nexpect "login: "\r\n  type "a\\"b\\\\\\n\\r\\t\\e\\x03é"\r\npause 2s\npause 5ms\npause 7us';
  expect(read(text)).toEqual([
    { kind: 'expect', line: 3, text: 'login: ' },
    { kind: 'type', line: 4, text: 'a"b\\\n\r\t\u001b\u0003é' },
    { kind: 'pause', line: 5, ticks: 20_000_000 },
    { kind: 'pause', line: 6, ticks: 50_000 },
    { kind: 'pause', line: 7, ticks: 70 },
  ]);
});

test.each([
  ['expct "x"', "in.txt:1: 'expct' is no command: write expect, type or pause"],
  ['\n\nexpect login', 'in.txt:3: after expect comes one text in quotes, such as expect "login: "'],
  ['expect', 'in.txt:1: after expect comes one text in quotes, such as expect "login: "'],
  ['type "a', 'in.txt:1: after type comes one text in quotes, such as type "login: "'],
  ['type "a\\"', 'in.txt:1: after type comes one text in quotes, such as type "login: "'],
  ['type "a" "b"', 'in.txt:1: after type comes one text in quotes, such as type "login: "'],
  ['type "a" # why', 'in.txt:1: after type comes one text in quotes, such as type "login: "'],
  ['expect ""', 'in.txt:1: the text after expect is empty: put something between the quotes'],
  ['type "\\q"', 'in.txt:1: \\q is not known: there are \\n \\r \\t \\e \\\\ \\" and \\x00 to \\x7f'],
  ['type "\\x80"', 'in.txt:1: \\x is not known: there are \\n \\r \\t \\e \\\\ \\" and \\x00 to \\x7f'],
  ['pause 2', 'in.txt:1: a pause is a whole number with s, ms or us, such as 500ms, and at most a day'],
  ['pause 0s', 'in.txt:1: a pause is a whole number with s, ms or us, such as 500ms, and at most a day'],
  ['pause 1.5s', 'in.txt:1: a pause is a whole number with s, ms or us, such as 500ms, and at most a day'],
  ['pause 86401s', 'in.txt:1: a pause is a whole number with s, ms or us, such as 500ms, and at most a day'],
  ['# nothing\n', 'in.txt: has no command: write lines with expect, type or pause'],
])('the script %j is refused in one line', (text, message) => {
  expect(() => read(text)).toThrow(new ScriptError(message));
});

test('a file that is not text is refused', () => {
  expect(() => readScript('in.txt', Buffer.from([0xff, 0xfe]))).toThrow(
    new ScriptError('in.txt: is not UTF-8 text: a script has lines with expect, type or pause'),
  );
});
