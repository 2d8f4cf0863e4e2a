import { assemble } from '../assembler/index.js';
import { Csr, Machine } from './index.js';
import { boot } from './testing.js';

const COUNTER = 0x8000_1000;

test.each([0, 9, 1.5])('a machine with %s harts is refused', (harts) => {
  expect(() => new Machine({ memoryBytes: 4096, harts })).toThrow(`harts is ${harts}: it must be a whole`);
});

test('each hart finds its number in a0 and in mhartid', () => {
  const { harts, hart } = new Machine({ memoryBytes: 4096, harts: 3 });
  expect(harts.map(({ x, csr }) => [x[10], csr.read(Csr.mhartid)])).toEqual([
    [0, 0],
    [1, 1],
    [2, 2],
  ]);
  expect(hart).toBe(harts[0]);
});

test('harts take turns of a thousand steps, and a run may stop in the middle of a turn', () => {
  const machine = boot(assemble('1: addi a1, a1, 1\n j 1b'), { harts: 3 });
  machine.run(3600);
  expect(machine.harts.map(({ x }) => x[11])).toEqual([800, 500, 500]);
  expect([machine.steps, machine.time]).toEqual([3600, 3600]);
  expect(machine.harts.map(({ csr }) => csr.read(Csr.minstret))).toEqual([1600, 1000, 1000]);
});

test('harts that count together lose no count, with AMOs as with LR and SC', () => {
  const source = `
    li a1, ${COUNTER}
    li a2, 1
    li s0, 5000
    1: amoadd.w x0, a2, (a1)
    addi a5, a1, 4
    2: lr.w a3, (a5)
    addi a3, a3, 1
    sc.w a4, a3, (a5)
    bnez a4, 2b
    addi s0, s0, -1
    bnez s0, 1b
    wfi`;
  const machine = boot(assemble(source), { harts: 4 });
  expect(machine.run(1_000_000)).toEqual({ kind: 'idle' });
  expect([machine.memory.read32(COUNTER), machine.memory.read32(COUNTER + 4)]).toEqual([20_000, 20_000]);
});

test('a store of another hart ends a reservation, even if it stores the value that was there', () => {
  const source = `
    li a1, ${COUNTER}
    bnez a0, other
    lr.w a2, (a1)
    li s0, 1500
    1: addi s0, s0, -1
    bnez s0, 1b
    sc.w a3, a2, (a1)
    wfi
    other: sb x0, 1(a1)
    wfi`;
  for (const [harts, failure] of [
    [1, 0],
    [2, 1],
  ] as const) {
    const machine = boot(assemble(source), { harts });
    machine.run(10_000);
    expect(machine.hart.x[13]).toBe(failure);
  }
});

test("a reservation of a page-table entry ends when another hart's page-table walk sets its A bit", () => {
  const source = `
    li a1, 0x80001800      # the entry for 0x80000000: a superpage, not yet accessed
    li a4, 0x200000cf & ~0xc0
    bnez a0, other
    sw a4, (a1)
    lr.w a2, (a1)
    li s0, 1500
    1: addi s0, s0, -1
    bnez s0, 1b
    sc.w a3, a2, (a1)
    wfi
    other: li a2, 0x80080001
    csrw satp, a2
    li a2, 0x20800          # MPRV, MPP = S
    csrw mstatus, a2
    lw a2, (a1)
    csrw mstatus, x0
    wfi`;
  for (const [harts, failure, entry] of [
    [1, 0, 0x2000_000f],
    [2, 1, 0x2000_004f],
  ] as const) {
    const machine = boot(assemble(source), { harts });
    machine.run(10_000);
    expect(machine.hart.x[13]).toBe(failure);
    expect(machine.memory.read32(0x8000_1800)).toBe(entry);
  }
});

test('while a hart waits the others run, and a software interrupt from one of them wakes it', () => {
  const source = `
    bnez a0, other
    li a1, 8
    csrw mie, a1
    wfi
    li a2, 1
    csrw mie, x0
    wfi
    other: li a1, 0x02000000
    li a3, 1
    sw a3, 0(a1)
    wfi`;
  const machine = boot(assemble(source), { harts: 2 });
  expect(machine.run(1000)).toEqual({ kind: 'idle' });
  expect(machine.hart.x[12]).toBe(1);
  expect(machine.steps).toBeLessThan(20);
});

test('each hart has its own timer, and if all harts wait, time skips to the earliest timer', () => {
  const source = `
    li a1, 0x02004000
    slli a2, a0, 3
    add a1, a1, a2
    sw x0, 4(a1)
    li a3, 1000
    addi a4, a0, 1
    mul a3, a3, a4
    sw a3, 0(a1)
    li a5, 128
    csrw mie, a5
    wfi
    csrr a6, time
    csrw mie, x0
    wfi`;
  const machine = boot(assemble(source), { harts: 2 });
  expect(machine.run(10_000)).toEqual({ kind: 'idle' });
  expect(machine.harts.map(({ x }) => Math.floor(x[16]! / 1000))).toEqual([1, 2]);
});

test('a stopped hart executes nothing until it is started', () => {
  const machine = boot(assemble('1: addi a1, a1, 1\n j 1b'), { harts: 2 });
  machine.harts[1]!.started = false;
  machine.run(2500);
  expect(machine.harts.map(({ x }) => x[11])).toEqual([1250, 0]);
  machine.harts[1]!.started = true;
  machine.run(2500);
  expect(machine.harts[1]!.x[11]).toBe(500);
});

test('with the built-in SBI only the first hart starts', () => {
  const { harts } = new Machine({ memoryBytes: 4096, harts: 2, firmware: 'sbi' });
  expect(harts.map(({ started }) => started)).toEqual([true, false]);
});
