import { assemble } from '../../assembler/index.js';
import { Cause, compressedTable, Csr, decode, expandCompressed, isCompressed, Machine } from '../index.js';
import { boot, register } from '../testing.js';

const START = 0x8000_0000;

// Encoded by GNU as 2.40: the compressed form, and the 32-bit form of the same instruction.
const samples: readonly (readonly [string, number, number])[] = [
  ['c.addi4spn a0, sp, 4', 0x0048, 0x0041_0513],
  ['c.addi4spn s1, sp, 1020', 0x1fe4, 0x3fc1_0493],
  ['c.addi4spn a5, sp, 680', 0x153c, 0x2a81_0793],
  ['c.lw a0, 0(a1)', 0x4188, 0x0005_a503],
  ['c.lw s0, 124(a5)', 0x5fe0, 0x07c7_a403],
  ['c.lw a2, 68(s1)', 0x40f0, 0x0444_a603],
  ['c.sw a0, 0(a1)', 0xc188, 0x00a5_a023],
  ['c.sw s0, 124(a5)', 0xdfe0, 0x0687_ae23],
  ['c.sw a3, 84(a4)', 0xcb74, 0x04d7_2a23],
  ['c.nop', 0x0001, 0x0000_0013],
  ['c.addi a0, 1', 0x0505, 0x0015_0513],
  ['c.addi t6, -32', 0x1f81, 0xfe0f_8f93],
  ['c.jal .+2', 0x2009, 0x0020_00ef],
  ['c.jal .-2048', 0x3001, 0x801f_f0ef],
  ['c.jal .+2046', 0x2ffd, 0x7fe0_00ef],
  ['c.li a0, -1', 0x557d, 0xfff0_0513],
  ['c.li s11, 31', 0x4dfd, 0x01f0_0d93],
  ['c.addi16sp sp, 16', 0x6141, 0x0101_0113],
  ['c.addi16sp sp, -512', 0x7101, 0xe001_0113],
  ['c.addi16sp sp, 496', 0x617d, 0x1f01_0113],
  ['c.addi16sp sp, 352', 0x6135, 0x1601_0113],
  ['c.lui a0, 1', 0x6505, 0x0000_1537],
  ['c.lui t6, 31', 0x6ffd, 0x0001_ffb7],
  ['c.lui a5, 0xfffe0', 0x7781, 0xfffe_07b7],
  ['c.srli a0, 1', 0x8105, 0x0015_5513],
  ['c.srli s1, 31', 0x80fd, 0x01f4_d493],
  ['c.srai a5, 17', 0x87c5, 0x4117_d793],
  ['c.andi a0, -32', 0x9901, 0xfe05_7513],
  ['c.andi s0, 21', 0x8855, 0x0154_7413],
  ['c.sub a0, a1', 0x8d0d, 0x40b5_0533],
  ['c.xor s0, a5', 0x8c3d, 0x00f4_4433],
  ['c.or a3, s1', 0x8ec5, 0x0096_e6b3],
  ['c.and a4, a4', 0x8f79, 0x00e7_7733],
  ['c.j .-2', 0xbffd, 0xffff_f06f],
  ['c.j .+1364', 0xab91, 0x5540_006f],
  ['c.beqz a0, .+4', 0xc111, 0x0005_0263],
  ['c.beqz s1, .-256', 0xd081, 0xf004_80e3],
  ['c.bnez a5, .+254', 0xeffd, 0x0e07_9f63],
  ['c.bnez s0, .-86', 0xf44d, 0xfa04_15e3],
  ['c.slli a0, 1', 0x0506, 0x0015_1513],
  ['c.slli t6, 31', 0x0ffe, 0x01ff_9f93],
  ['c.lwsp a0, 0(sp)', 0x4502, 0x0001_2503],
  ['c.lwsp ra, 252(sp)', 0x50fe, 0x0fc1_2083],
  ['c.lwsp t6, 84(sp)', 0x4fd6, 0x0541_2f83],
  ['c.jr ra', 0x8082, 0x0000_8067],
  ['c.jr t6', 0x8f82, 0x000f_8067],
  ['c.mv a0, a1', 0x852e, 0x00b0_0533],
  ['c.mv t6, ra', 0x8f86, 0x0010_0fb3],
  ['c.ebreak', 0x9002, 0x0010_0073],
  ['c.jalr a0', 0x9502, 0x0005_00e7],
  ['c.add a0, a1', 0x952e, 0x00b5_0533],
  ['c.add sp, t6', 0x917e, 0x01f1_0133],
  ['c.swsp a0, 0(sp)', 0xc02a, 0x00a1_2023],
  ['c.swsp t6, 252(sp)', 0xdffe, 0x0ff1_2e23],
  ['c.swsp ra, 168(sp)', 0xd506, 0x0a11_2423],
];

test.each(samples)(
  '%s expands to the word that the GNU assembler makes of its 32-bit form',
  (_text, half, word) => {
    expect(expandCompressed(half)).toBe(word);
    expect(decode(half)).toEqual({ ...decode(word)!, word: half });
  },
);

test('every row of the table has a sample', () => {
  const tested = new Set(samples.map(([text]) => text.split(' ')[0]));
  expect([...tested].sort()).toEqual(compressedTable.map(({ name }) => name).sort());
});

test.each([
  [0x0000, 'all zeros'],
  [0x0004, 'c.addi4spn with 0'],
  [0x6101, 'c.addi16sp with 0'],
  [0x6501, 'c.lui with 0'],
  [0x4002, 'c.lwsp into x0'],
  [0x8002, 'c.jr x0'],
  [0x9001, 'c.srli by 32 and more'],
  [0x9401, 'c.srai by 32 and more'],
  [0x1502, 'c.slli by 32 and more'],
  [0x9c01, 'c.subw'],
  [0x9c21, 'c.addw'],
  [0x8000, 'the reserved row of quadrant 0'],
  [0x2000, 'c.fld'],
  [0x6000, 'c.flw'],
  [0xa000, 'c.fsd'],
  [0xe000, 'c.fsw'],
  [0x2002, 'c.fldsp'],
  [0x6002, 'c.flwsp'],
  [0xa002, 'c.fsdsp'],
  [0xe002, 'c.fswsp'],
])('%i is illegal: %s', (half) => {
  expect(expandCompressed(half)).toBeUndefined();
});

test.each([0x0005, 0x0501, 0x4005, 0x6005, 0x8001, 0x8401, 0x0002, 0x0502, 0x8006, 0x9006])(
  'the HINT %i is legal and changes nothing',
  (half) => {
    const machine = machineWith(half);
    const before = [...machine.hart.x];
    machine.run(1);
    expect([...machine.hart.x]).toEqual(before);
    expect(machine.hart.pc).toBe(START + 2);
  },
);

test('each legal compressed instruction expands to a valid instruction', () => {
  const halves = Array.from({ length: 0x1_0000 }, (_, half) => half).filter(isCompressed);
  const expanded = halves.flatMap((half) => {
    const word = expandCompressed(half);
    return word === undefined ? [] : [{ half, word }];
  });
  expect(expanded.length).toBeGreaterThan(20_000);
  // One claim about all of them: a hundred thousand claims take seconds.
  expect(expanded.filter(({ word }) => isCompressed(word) || decode(word) === undefined)).toEqual([]);
});

test('an illegal compressed instruction traps with its own 16 bits as the trap value', () => {
  const machine = machineWith(0x9c01, 0xffff);
  machine.hart.writeCsr(Csr.mtvec, START + 0x100);
  machine.run(1);
  expect(trapOf(machine)).toEqual([Cause.IllegalInstruction, START, 0x9c01]);
});

test('compressed and 32-bit calls link to the instruction after them', () => {
  const machine = machineWith(0x2009, 0x0001, 0x0001, 0x0001); // c.jal .+2
  machine.run(1);
  expect([register(machine, 'ra'), machine.hart.pc]).toEqual([START + 2, START + 2]);
  const long = boot(assemble('jal ra, . + 6'));
  long.run(1);
  expect([register(long, 'ra'), long.hart.pc]).toEqual([START + 4, START + 6]);
});

test('an instruction may start at any even address, and may cross into the next page', () => {
  const machine = machineWith();
  machine.memory.write32(START + 0xffe, 0x0070_0513); // li a0, 7
  machine.hart.pc = START + 0xffe;
  machine.run(1);
  expect([register(machine, 'a0'), machine.hart.pc]).toEqual([7, START + 0x1002]);
  expect(machine.hart.readCsr(Csr.mcause)).toBe(0);
});

test('if the second half of an instruction faults, tval is the address of that half and epc that of the instruction', () => {
  const machine = machineWith();
  const last = START + machine.memory.size - 2;
  machine.memory.write16(last, 0x0513); // the first half of li a0, 0
  machine.hart.writeCsr(Csr.mtvec, START + 0x100);
  machine.hart.pc = last;
  machine.run(1);
  expect(trapOf(machine)).toEqual([Cause.InstructionAccessFault, last, last + 2]);
});

test('a compressed instruction can be the last halfword of memory', () => {
  const machine = machineWith();
  const last = START + machine.memory.size - 2;
  machine.memory.write16(last, 0x451d); // c.li a0, 7
  machine.hart.pc = last;
  machine.run(1);
  expect(register(machine, 'a0')).toBe(7);
});

function machineWith(...halves: number[]): Machine {
  const machine = new Machine({ memoryBytes: 0x2000 });
  halves.forEach((half, index) => machine.memory.write16(START + 2 * index, half));
  return machine;
}

function trapOf({ hart }: Machine): number[] {
  return [Csr.mcause, Csr.mepc, Csr.mtval].map((csr) => hart.readCsr(csr));
}
