import { assemble } from '../../assembler/index.js';
import { Csr, Machine, SATP_MODE_SV32 } from '../index.js';
import { boot, register } from '../testing.js';

const START = 0x8000_0000;
const LI_A0_1 = 0x0010_0513;
const LI_A0_2 = 0x0020_0513;

test('a store to code that was already executed takes effect at once, without FENCE.I', () => {
  const source = `
    1: li a0, 1
    mv a3, a0
    sw a1, 0(a2)
    bnez a4, 2f
    li a4, 1
    j 1b
    2: j 2b`;
  const machine = boot(assemble(source), { registers: { a1: LI_A0_2, a2: START } });
  machine.run(10);
  expect(register(machine, 'a3')).toBe(2);
});

test.each([
  ['sb', '0(a2)', 'sb a1, 3(a2)', 1 + 0x100],
  ['sh', '0(a2)', 'sh a1, 2(a2)', 0x10],
  ['sw', '0(a2)', 'sw a1, 0(a2)', 2],
  ['amoswap.w', '(a2)', 'amoswap.w x0, a1, (a2)', 2],
])('%s changes an instruction before it is executed again', (name, _operand, store, result) => {
  const value = name === 'sb' ? 0x10 : name === 'sh' ? 0x0100 : 0x0020_0293; // these bytes of li t0, …
  const source = `1: li t0, 1\n bnez a3, 2f\n li a3, 1\n la a2, 1b\n li a1, ${value}\n ${store}\n j 1b\n 2: j 2b`;
  const machine = boot(assemble(source));
  machine.run(30);
  expect(register(machine, 't0')).toBe(result);
});

test('code that was written to memory from outside between two runs is executed', () => {
  const machine = boot(assemble('1: li a0, 1\n j 1b'));
  machine.run(10);
  new DataView(machine.memory.bytes.buffer).setUint32(0, LI_A0_2, true);
  machine.run(2);
  expect(register(machine, 'a0')).toBe(2);
});

test('a page of code that is mapped at two addresses is one page: a store through one address changes the code at both', () => {
  const machine = new Machine({ memoryBytes: 0x1_0000 });
  const { memory, hart } = machine;
  const table = START + 0x2000;
  for (const entry of [0, 1]) {
    memory.write32(table + 4 * entry, ((START >>> 12) << 10) | 0xcf); // addresses 0 and 4 MiB are both mapped to the start of RAM
  }
  assemble('1: li a0, 1\n sw a1, 0(a2)\n jr a3').image.segments.forEach(({ bytes }) =>
    memory.bytes.set(bytes),
  );
  hart.writeCsr(Csr.satp, SATP_MODE_SV32 | (table >>> 12));
  hart.mode = 1;
  hart.pc = 0;
  hart.x.set([LI_A0_2, 0x40_0000, 0x40_0000], 11);
  machine.run(4);
  expect(register(machine, 'a0')).toBe(2);
});

test('a program runs correctly with more pages of code than are kept decoded', () => {
  const machine = new Machine({ memoryBytes: 0x20_0000 });
  const { memory, hart } = machine;
  for (let page = 0; page < 512; page += 1) {
    memory.write32(START + page * 0x1000, 0x0015_0513); // addi a0, a0, 1
    memory.write32(START + page * 0x1000 + 4, page < 511 ? 0x7fd0_006f : 0x6f); // jal x0, .+4092
  }
  hart.pc = START;
  machine.run(2 * 512);
  expect(register(machine, 'a0')).toBe(512);
  hart.pc = START;
  machine.run(2 * 512);
  expect(register(machine, 'a0')).toBe(1024);
});

test('a halfword that was executed as an instruction of its own can later be the upper half of another instruction', () => {
  const machine = new Machine({ memoryBytes: 4096 });
  machine.memory.write32(START, LI_A0_1);
  machine.memory.write16(START + 2, 0x4509); // c.li a0, 2
  machine.hart.pc = START + 2;
  machine.run(1);
  expect(register(machine, 'a0')).toBe(2);
  machine.memory.write32(START, LI_A0_1);
  machine.hart.pc = START;
  machine.run(1);
  expect(register(machine, 'a0')).toBe(1);
});
