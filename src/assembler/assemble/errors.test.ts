/** Every way in which a source can be wrong: one clear line each, with name, line, and what was expected. */
import { assemble, AsmError } from '../index.js';

/** The lines that the user sees. */
function errorsOf(source: string): readonly string[] {
  try {
    assemble(source, { name: 'a.S' });
  } catch (error) {
    if (error instanceof AsmError) {
      return error.errors;
    }
    throw error;
  }
  return [];
}

const known = 'known are RV32IMA, Zicsr, Zifencei, the privileged ones, and macros defined above';
const above = 'must be known here: a number, a symbol that is set above, or a difference of labels above';

const instructions = [
  ['frobnicate a0', `unknown instruction 'frobnicate': ${known}`],
  ['c.addi a0, 32', 'c.addi: these operands do not fit into 16 bits'],
  ['c.lw a0, 0(a7)', 'c.lw: these operands do not fit into 16 bits'],
  ['c.j . + 2048', 'c.j: these operands do not fit into 16 bits'],
  ['c.fld a0, 0(a1)', "unknown instruction 'c.fld': no compressed instruction is called so"],
  ['add.aq a0, a1, a2', `unknown instruction 'add.aq': ${known}`],
  ['add a0, a1', "add: expected 'add rd, rs1, rs2' or 'add rd, rs, imm', found 'a0, a1'"],
  ['add , a1, a2', "add: expected 'add rd, rs1, rs2' or 'add rd, rs, imm', found ', a1, a2'"],
  ['addi a0, a1, a2', "addi: expected 'addi rd, rs1, imm', found 'a0, a1, a2'"],
  ['add a0, a1, a9', "undefined symbol 'a9'; no register is called so either"],
  ['lw a0, 4(a9)', "lw: expected 'lw rd, imm(rs1)' or 'lw rd, symbol', found 'a0, 4(a9)'"],
  ['lw a0, 4', "lw: '4' is a number, not a place: write 4(zero) for that address"],
  ['lr.w a0, a1', "lr.w: expected 'lr.w rd, (rs1)', found 'a0, a1'"],
  ['sc.w a0, a1, 4(a2)', "sc.w: expected 'sc.w rd, rs2, (rs1)', found 'a0, a1, 4(a2)'"],
  ['nop 1', "nop: expected no operands, found '1'"],
  ['j', "j: expected 'j target', found no operands"],
  ['li a0', "li: expected 'li rd, imm', found 'a0'"],
  ['addi a0, a0, 2048', 'addi: immediate 2048 is out of range, -2048 to 2047'],
  ['sw a0, -2049(a1)', 'sw: immediate -2049 is out of range, -2048 to 2047'],
  ['slli a0, a0, 32', 'slli: shift amount 32 is out of range, 0 to 31'],
  ['csrwi mstatus, 32', 'csrrwi: immediate 32 is out of range, 0 to 31'],
  ['lui a0, 0x100000', 'lui: immediate 1048576 is out of range, 0 to 1048575'],
  ['addi a0, a0, 0x100000000', '4294967296 does not fit in 32 bits'],
  ['li a0, 0x100000000', 'li: 4294967296 does not fit in 32 bits'],
  ['li a0, later; .equ later, 5', `li: 'later' ${above}`],
  ['x: li a0, x', "li: 'x' is an address: use la"],
  ['csrr a0, mstatsu', "unknown CSR 'mstatsu': expected a name of the privileged specification, or a number"],
  ['csrr a0, 0x1000', "a CSR's number is from 0 to 0xfff, not 0x1000"],
  ['csrr a0, x + 1; x:', `the number of a CSR ${above}`],
  ['fence wr, rw', "fence: 'wr' is no set of accesses: expected letters of iorw, in this order"],
  ['lw zero, x; x:', 'lw: register zero cannot hold the address'],
  ['sw a0, x, zero; x:', 'sw: register zero cannot hold the address'],
  [
    '.insn 0x10000',
    '.insn: 65536 is no instruction: expected 32 bits, the lowest two of them set, or 16 bits with another end',
  ],
  ['.byte 1; nop', 'this instruction would lie at 0x80000001: put .align 2 before it'],
] as const;

test.each(instructions)('a wrong instruction is explained: %s', (source, message) => {
  expect(errorsOf(source)).toEqual([`a.S:1: ${message}`]);
});

const places = [
  [
    'beq a0, a1, far; .space 4096; far:',
    'beq: distance to the target 4100 is out of range, -4096 to 4094: ' +
      'GNU as would write the opposite branch around a j here, do so yourself',
  ],
  [
    'j far; .space 0x100000; far:',
    'jal: distance to the target 1048580 is out of range, -1048576 to 1048574: use call or tail',
  ],
  ['j . + 1', 'jal: distance to the target 1 is not a multiple of 2'],
  ['j nowhere', "undefined symbol 'nowhere'"],
  ['la a0, nowhere', "undefined symbol 'nowhere'"],
  ['j 1f', "no label '1:' follows for 1f"],
  ['j 1b', "no label '1:' stands above for 1b"],
  ['x: nop; x: nop', "symbol 'x' is already defined on line 1"],
  ['.equ x, 1; x:', "symbol 'x' is already defined on line 1"],
  ['x: .set x, 2', "symbol 'x' is already defined on line 1"],
  ['.set a, a + 1', "symbol 'a' is defined through itself, or through too many others"],
  ['lui a0, %lo(x); x:', 'lui: %lo has no place here, expected %hi or %pcrel_hi'],
  ['addi a0, a0, %hi(x); x:', 'addi: %hi has no place here, expected %lo or %pcrel_lo'],
  ['j %lo(x); x:', 'jal: %lo has no place here, expected an expression'],
  ['lw a0, %pcrel_lo(x)(a0); x:', '%pcrel_lo: no instruction with %pcrel_hi stands at 0x80000004'],
] as const;

test.each(places)('a wrong place is explained: %s', (source, message) => {
  expect(errorsOf(source)).toEqual([`a.S:1: ${message}`]);
});

const expressions = [
  ['1 +', "'1 +' ends too early"],
  ['(1', "expected ) in '(1'"],
  ['1 2', "expected an operator in '1 2', found '2'"],
  [')', "expected a number or a symbol in ')', found ')'"],
  ['@', "expected a number, a symbol or an operator in '@', found '@'"],
  ['1 / 0', 'division by zero'],
  ['08', "'08' is no octal number: a leading 0 means octal"],
  ["'", "expected a character after '"],
  ["'é'", "'é' is no ASCII character; write its code"],
  ["'\\q'", `unknown escape '\\q': known are \\b \\f \\n \\r \\t \\\\ \\" \\ooo \\xhh`],
  ['1,', 'expected an expression'],
  ['%lo(1)', "expected a number or a symbol in '%lo(1)', found '%'"],
  ['0x100000000', '4294967296 does not fit in 4 bytes'],
  ['(('.repeat(500), 'this expression is nested too deeply'],
  ['1' + '+1'.repeat(300), 'an expression may have 200 operators at most'],
] as const;

test.each(expressions)('a wrong expression is explained: .word %s', (expression, message) => {
  expect(errorsOf(`.word ${expression}`)).toEqual([`a.S:1: ${message}`]);
});

const directives = [
  ['.foo', "unknown directive '.foo'"],
  ['.endm', "unknown directive '.endm'"],
  ['.byte 256', '256 does not fit in a byte'],
  ['.half -32769', '-32769 does not fit in 2 bytes'],
  ['.word', 'expected at least one value'],
  ['.ascii', 'expected at least one string'],
  ['.asciz hello', "expected a string in double quotes, found 'hello'"],
  ['.asciz "a', 'this string is not closed: expected " on the same line'],
  ['/* never', 'this comment is not closed: expected */'],
  [
    '.section .foo',
    "unknown section '.foo': expected .text, .rodata, .data or .bss, or one of these with a suffix",
  ],
  ['.text 1', ".text takes no operand, found '1'; another section is .section NAME"],
  ['.align', "expected an alignment and, if wanted, fill and limit, found ''"],
  ['.align 40', 'the alignment 40 is not possible: expected a power of two up to 2^28 bytes'],
  ['.balign 3', 'the alignment 3 is not possible: expected a power of two up to 2^28 bytes'],
  ['.space', "expected a size and, if wanted, a fill, found ''"],
  ['.space -1', 'the size -1 is not possible'],
  ['.space later; .equ later, 2', `the size ${above}`],
  ['.bss; .word 5', '.bss holds zeros only: put this into .data or .text'],
  ['.bss; nop', '.bss holds zeros only: put this into .data or .text'],
  ['.bss; .asciz "a"', '.bss holds zeros only: put this into .data or .text'],
  ['.bss; .space 3, 1', '.bss holds zeros only: put this into .data or .text'],
  ['.org 8; .org 4', "'4' lies before the place that is reached: there is no way back"],
  ['.org x; .data; x:', "'x' must be a place in .text that is known here"],
  ['. = 0xfffffffff', "'0xfffffffff' lies past the 32-bit address space"],
  ['.equ x', "expected a symbol, a comma and an expression, found 'x'"],
  ['.equ 1x, 3', "expected the name of a symbol, found '1x'"],
  ['.option rv', '.option rv is not supported: expected rvc, norvc, norelax, nopic, push or pop'],
  ['.option pop', '.option pop without a .option push before it'],
] as const;

test.each(directives)('a wrong directive is explained: %s', (source, message) => {
  expect(errorsOf(source)).toEqual([`a.S:1: ${message}`]);
});

const macros = [
  ['.macro; .endm', ".macro: expected a name, found ''"],
  ['.macro m; nop', '.macro is not closed: expected .endm'],
  [
    '.macro m 1a; .endm',
    ".macro: '1a' is no parameter: expected a name, name=default, name:req or name:vararg",
  ],
  ['.macro m; .endm; .macro m; .endm', "macro 'm' is already defined"],
  ['.macro m a; .endm; m 1, 2', "macro 'm' takes 1 arguments, found 2"],
  ['.macro m a:req; .endm; m', "macro 'm' needs a value for 'a'"],
  ['.rept 2', '.rept is not closed: expected .endr'],
  ['.rept -1; .endr', '.rept: expected a count from 0 to 100000, found -1'],
  ['.rept later; .endr', `the count of .rept ${above}`],
  ['.irp; .endr', ".irp: expected a name and values, found ''"],
] as const;

test.each(macros)('a wrong macro is explained: %s', (source, message) => {
  expect(errorsOf(source)).toEqual([`a.S:1: ${message}`]);
});

test('an error inside a macro names the line that called it and the line of the macro', () => {
  expect(errorsOf('.macro m\nnop\nfoo\n.endm\nnop\nm')).toEqual([
    `a.S:6: unknown instruction 'foo': ${known} (in macro m, line 3)`,
  ]);
});

const excessive = [
  ['a macro that calls itself', '.macro m; m; .endm; m', /macro 'm' calls itself without end/],
  [
    'a repetition without measure',
    '.rept 1000000000; nop; .endr',
    /\.rept: expected a count from 0 to 100000/,
  ],
  [
    'repetitions of repetitions',
    '.rept 400; .rept 400; .text; .endr; .endr',
    /more than 100000 statements in all/,
  ],
  ['too many statements', '.rept 50001; nop; nop; .endr', /more than 100000 statements in all/],
  ['too long a source', 'x=1;'.repeat(100_001), /the source has more than 100000 statements/],
  [
    'an argument that doubles itself',
    '.macro m a; m \\a\\a; .endm; m 1',
    /a statement grows past 1024 characters/,
  ],
  ['a huge .space', '.space 0x10000000', /the program would grow past 4194304 bytes, the limit/],
  ['many sections', '.rept 3; .data; .space 0x200000; .endr', /the program would grow past 4194304 bytes/],
  ['huge alignment of text', '.text; .balign 0x1000000; nop', /the program would grow past 4194304 bytes/],
  [
    'huge alignment of data',
    '.data; .byte 1; .section .data.b; .balign 0x1000000; .byte 1',
    /the \.data sections span 16777217 bytes with their alignment, more than 4194304/,
  ],
  [
    'a .bss past the end of memory',
    '.bss; .space 0xf0000000',
    /\.bss ends at 0x170000000, past the 32-bit address/,
  ],
  [
    'a .bss larger than memory',
    '.bss; .space 0xffffffff; .space 1',
    /\.bss would be larger than the address space/,
  ],
  ['a size that is no size', '.space 0x1ffffffff', /the size 8589934591 is not possible/],
] as const;

test.each(excessive)('what asks for too much ends in one clear line: %s', (_, source, message) => {
  expect(errorsOf(source)[0]).toMatch(message);
});

test('symbols that are defined through too many others are refused, not followed without end', () => {
  const chain = Array.from({ length: 1000 }, (_, n) => `.set s${n}, s${n + 1}`).join('\n');
  expect(errorsOf(`${chain}\n.set s1000, 1`)[0]).toBe(
    "a.S:1: symbol 's201' is defined through itself, or through too many others",
  );
});

test('an origin that does not suit an alignment is refused', () => {
  expect(() => assemble('.align 12\nnop', { origin: 0x8000_0100 })).toThrow(
    'source:1: the origin 0x80000100 does not have the alignment that the text asks for: 4096 bytes',
  );
});

test('all errors of a source are reported together, in its order', () => {
  expect(errorsOf('foo\nnop\naddi a0, a0\n')).toEqual([
    `a.S:1: unknown instruction 'foo': ${known}`,
    "a.S:3: addi: expected 'addi rd, rs1, imm', found 'a0, a0'",
  ]);
  expect(errorsOf('j there\naddi a0, a0, 5000\n')).toEqual([
    "a.S:1: undefined symbol 'there'",
    'a.S:2: addi: immediate 5000 is out of range, -2048 to 2047',
  ]);
});

test('after twenty errors the rest is only counted', () => {
  const errors = errorsOf('foo\n'.repeat(25));
  expect(errors).toHaveLength(21);
  expect(errors[20]).toBe('a.S: and 5 more errors after these');
});

test('the message of an AsmError has one line for each error', () => {
  expect(new AsmError(['a', 'b']).message).toBe('a\nb');
});
