import { assemble } from '../index.js';

/** The bytes that the source emits. */
function bytes(source: string): number[] {
  return [...(assemble(source).image.segments[0]?.bytes ?? [])];
}

test('a macro puts its arguments in, by position or by name, and its defaults where there is none', () => {
  const source = '.macro m a, b=7\n.byte \\a, \\b\n.endm\nm 1\nm 1, 2\nm b=4, a=3\n.data';
  expect(bytes(source).slice(0, 6)).toEqual([1, 7, 1, 2, 3, 4]);
});

test('a macro may have its parameters separated by spaces', () => {
  expect(bytes('.macro m a b\n.byte \\a, \\b\n.endm\n.data\nm 1, 2')).toEqual([1, 2]);
});

test('\\() ends the name of a parameter, and \\@ counts the expansions', () => {
  const source = '.macro m r\n.byte \\r\\()1, \\@\n.endm\n.data\nm 2\nm 3';
  expect(bytes(source)).toEqual([21, 0, 31, 1]);
});

test('a quoted argument may hold commas and loses its quotes', () => {
  expect(bytes('.macro m list\n.byte \\list\n.endm\n.data\nm "1, 2"')).toEqual([1, 2]);
});

test('a vararg parameter takes all that is left', () => {
  expect(bytes('.macro m first, rest:vararg\n.byte \\rest\n.endm\n.data\nm 1, 2, 3')).toEqual([2, 3]);
});

test('a backslash that names no parameter is left alone', () => {
  expect(bytes('.macro m a\n.ascii "\\n"\n.endm\n.data\nm 1')).toEqual([10]);
});

test('macros may call macros and define labels of their own', () => {
  const source = `
    .macro wait
    .Lwait\\@: j .Lwait\\@
    .endm
    .macro twice
    wait
    wait
    .endm
    twice
  `;
  expect(assemble(source).listing.map(({ word }) => word)).toEqual([0x6f, 0x6f]);
});

test('an instruction from a macro is listed with the line that called it', () => {
  expect(assemble('.macro m r\nmv \\r, a1\n.endm\nm a0').listing).toMatchObject([
    { line: 4, text: 'mv a0, a1' },
  ]);
});

test('.rept and .irp repeat, also inside each other', () => {
  expect(bytes('.data\n.rept 2\n.irp n, 1, 2\n.byte \\n\n.endr\n.endr\n.rept 0\n.byte 9\n.endr')).toEqual([
    1, 2, 1, 2,
  ]);
});

test('a macro may repeat as often as its argument says', () => {
  expect(bytes('.macro m n\n.rept \\n\n.byte \\n\n.endr\n.endm\n.data\nm 3')).toEqual([3, 3, 3]);
});

test('a macro may define a macro', () => {
  expect(bytes('.macro outer n\n.macro inner\n.byte \\n\n.endm\n.endm\n.data\nouter 5\ninner')).toEqual([5]);
});
