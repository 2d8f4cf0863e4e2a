import { assemble } from '../index.js';

/** The words that a source becomes, in hexadecimal. */
function words(source: string): string[] {
  return assemble(source).listing.map(({ word }) => word.toString(16).padStart(8, '0'));
}

// From GNU as 2.40 with -march=rv32ima_zicsr_zifencei. gnu.test.ts compares many more where it is installed.
const formats = [
  ['R', 'add a0, a1, a2', '00c58533'],
  ['I', 'addi a0, a1, -3', 'ffd58513'],
  ['I, a jump', 'jalr a1, 4(a0)', '004505e7'],
  ['load', 'lw a0, 8(a1)', '0085a503'],
  ['load without an offset', 'lw a0, (a1)', '0005a503'],
  ['shift', 'srai a0, a1, 31', '41f5d513'],
  ['S', 'sw s0, -4(sp)', 'fe812e23'],
  ['B', 'beq a0, a1, . + 8', '00b50463'],
  ['U', 'lui a0, 0xfffff', 'fffff537'],
  ['J', 'jal t0, . - 4', 'ffdff2ef'],
  ['csr', 'csrrw a0, mstatus, a1', '30059573'],
  ['csr by its number', 'csrrs a0, 0x123, zero', '12302573'],
  ['csri', 'csrrwi a0, mstatus, 5', '3002d573'],
  ['amo', 'amoadd.w.aqrl a0, a1, (a2)', '06b6252f'],
  ['lr', 'lr.w.aq a0, (a1)', '1405a52f'],
  ['fence', 'fence rw, w', '0310000f'],
  ['sfence', 'sfence.vma a0, a1', '12b50073'],
  ['none', 'ecall', '00000073'],
  ['M extension', 'mulhsu x5, x6, x7', '027322b3'],
] as const;

test.each(formats)('the format %s is encoded: %s', (_, source, word) => {
  expect(words(source)).toEqual([word]);
});

const pseudoInstructions = [
  ['nop', '00000013'],
  ['unimp', 'c0001073'],
  ['ret', '00008067'],
  ['mv a0, a1', '00058513'],
  ['not a0, a1', 'fff5c513'],
  ['neg a0, fp', '40800533'],
  ['seqz a0, a1', '0015b513'],
  ['snez a0, a1', '00b03533'],
  ['sltz a0, a1', '0005a533'],
  ['sgtz a0, a1', '00b02533'],
  ['sgt a0, a1, a2', '00b62533'],
  ['zext.b a0, a1', '0ff5f513'],
  ['sext.b a0, a1', '01859513 41855513'],
  ['zext.h a0, a1', '01059513 01055513'],
  ['add a0, a1, 5', '00558513'],
  ['sll a0, a1, 3', '00359513'],
  ['beqz a0, .', '00050063'],
  ['bnez a0, .', '00051063'],
  ['blez a0, .', '00a05063'],
  ['bgez a0, .', '00055063'],
  ['bltz a0, .', '00054063'],
  ['bgtz a0, .', '00a04063'],
  ['bgt a0, a1, .', '00a5c063'],
  ['ble a0, a1, .', '00a5d063'],
  ['bgtu a0, a1, .', '00a5e063'],
  ['bleu a0, a1, .', '00a5f063'],
  ['j .', '0000006f'],
  ['jal .', '000000ef'],
  ['jr a0', '00050067'],
  ['jr 8(a0)', '00850067'],
  ['jalr a0', '000500e7'],
  ['jalr 4(a0)', '004500e7'],
  ['jalr a1, a0', '000505e7'],
  ['call .', '00000097 000080e7'],
  ['tail .', '00000317 00030067'],
  ['jump ., t2', '00000397 00038067'],
  ['csrr a0, mstatus', '30002573'],
  ['csrw mstatus, a0', '30051073'],
  ['csrs sie, t0', '1042a073'],
  ['csrc sie, t0', '1042b073'],
  ['csrw mstatus, 5', '3002d073'],
  ['csrwi mstatus, 5', '3002d073'],
  ['csrsi mstatus, 8', '30046073'],
  ['csrci sstatus, 2', '10017073'],
  ['csrrs a0, mstatus, 5', '3002e573'],
  ['rdcycle a0', 'c0002573'],
  ['rdtime a0', 'c0102573'],
  ['rdinstret a0', 'c0202573'],
  ['rdtimeh a0', 'c8102573'],
  ['fence', '0ff0000f'],
  ['fence.tso', '8330000f'],
  ['sfence.vma', '12000073'],
  ['sfence.vma a0', '12050073'],
  ['.insn 0xffffffff', 'ffffffff'],
] as const;

test.each(pseudoInstructions)('%s becomes %s', (source, expected) => {
  expect(words(source).join(' ')).toBe(expected);
});

const immediates = [
  ['-2048', '80000513'],
  ['2047', '7ff00513'],
  ['2048', '00001537 80050513'],
  ['0x12345678', '12345537 67850513'],
  ['0x7ffff800', '80000537 80050513'],
  ['0x80000000', '80000537'],
  ['0xffffffff', 'fff00513'],
  ['-0x80000000', '80000537'],
  ["'a'", '06100513'],
] as const;

test.each(immediates)('li a0, %s takes as few instructions as GNU as needs: %s', (value, expected) => {
  expect(words(`li a0, ${value}`).join(' ')).toBe(expected);
});

test('li of a difference of labels above is possible: sizes never change afterwards', () => {
  expect(words('a: nop\nb: li a0, b - a')[1]).toBe('00400513');
});

test('an address is loaded relative to the pc, and a constant as by li', () => {
  expect(words('la a0, x\nx: nop').slice(0, 2)).toEqual(['00000517', '00850513']);
  expect(words('.equ five, 5\nla a0, five')).toEqual(['00500513']);
});

test('a load or store may name a symbol', () => {
  expect(words('lw a0, x\nsw a0, x, t0\nx: nop').slice(0, 4)).toEqual([
    '00000517', // auipc a0, 0
    '01052503', // lw a0, 16(a0)
    '00000297', // auipc t0, 0
    '00a2a423', // sw a0, 8(t0)
  ]);
});

test('the halves of an address round so that they add up', () => {
  expect(
    words('.equ x, 0x12345fff\nlui a0, %hi(x)\naddi a0, a0, %lo(x)\nlw a1, %lo(x)(a0)\nsw a1, %lo(x)(a0)'),
  ).toEqual(['12346537', 'fff50513', 'fff52583', 'feb52fa3']);
});

test('%pcrel_lo may stand before the instruction that it belongs to', () => {
  const source = 'j 2f\n1: lw a0, %pcrel_lo(2f)(a0)\nj 1b\n2: auipc a0, %pcrel_hi(x)\nj 1b\nx: .word 7';
  expect(words(source)[1]).toBe('00852503');
});

test('registers have their numbers, their ABI names, and fp', () => {
  expect(words('mv x8, x31')).toEqual(words('mv s0, t6'));
  expect(words('mv fp, t6')).toEqual(words('mv s0, t6'));
});

test('a label may be called like a register: where a target is expected, it is the label', () => {
  expect(words('s1: j s1')).toEqual(['0000006f']);
});

test('CSRs that this machine lacks can be named too, so that a guest can try them', () => {
  expect(words('csrr a0, pmpaddr15\ncsrr a0, mhpmcounter31h\ncsrr a0, hpmcounter3')).toEqual([
    '3bf02573',
    'b9f02573',
    'c0302573',
  ]);
});

test('branches reach 4 KiB back and almost 4 KiB forward, jumps 1 MiB', () => {
  expect(words('beq zero, zero, . - 4096\nbeq zero, zero, . + 4094')).toEqual(['80000063', '7e000fe3']);
  expect(words('j . - 0x100000\nj . + 0xffffe')).toEqual(['8000006f', '7ffff06f']);
});

test('a target may be an absolute address', () => {
  expect(words('beq a0, a1, 0x80000010\nj 0x80000004')).toEqual(['00b50863', '0000006f']);
});
