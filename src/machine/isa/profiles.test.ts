import { assemble } from '../../assembler/index.js';
import { Cause } from './causes.js';
import { Csr, csrName } from './csrs.js';
import { instructionTable } from './instructions.js';
import { allHoles, legacy, legacyWith, strict, type Hole, type Profile } from './profiles.js';
import { Mode } from './modes.js';
import { boot, register } from '../testing.js';

const PHYSICAL = {
  sepc: 0x8000_0040,
  mepc: 0x8000_0080,
  stvec: 0x8000_0100,
  mtvec: 0x8000_0200,
  scause: 12,
  mcause: 8,
};

/** A machine about to execute one instruction in user mode. A trap into machine mode stops the run. */
function inUserMode(instruction: string, profile: Profile, mode: number = Mode.User) {
  const machine = boot(assemble(instruction), { firmware: 'vmm', profile, registers: { a0: 77, a1: 0x22 } });
  for (const [name, value] of Object.entries(PHYSICAL)) {
    machine.hart.writeCsr(Csr[name as keyof typeof PHYSICAL], value);
  }
  machine.hart.writeCsr(Csr.mideleg, 0x222);
  machine.hart.writeCsr(Csr.mie, 0x2a);
  machine.hart.writeCsr(Csr.mstatus, 0x4_0002);
  machine.hart.writeCsr(Csr.satp, 5);
  machine.hart.mode = mode;
  return machine;
}

/** For each hole an instruction that does not trap because of it. */
const probes: readonly (readonly [Hole, string])[] = [
  ...allHoles
    .filter((hole) => hole.startsWith('read-'))
    .map((hole) => [hole, `csrr a0, ${hole.slice(5)}`] as const),
  ...allHoles
    .filter((hole) => hole.startsWith('write-'))
    .map((hole) => [hole, `csrc ${hole.slice(6)}, a1`] as const),
  ['sret', 'sret'],
  ['mret', 'mret'],
  ['sfence.vma', 'sfence.vma'],
];

test('each hole has a probe', () => {
  expect(probes.map(([hole]) => hole).sort()).toEqual([...allHoles].sort());
});

test.each(probes)('%s: with only this hole open, only its own probe does not trap', (open) => {
  const profile = legacyWith([open]);
  const silent = probes.filter(([, probe]) => inUserMode(probe, profile).run(1).kind !== 'trap');
  expect(silent.map(([hole]) => hole)).toEqual([open]);
});

test.each(probes)('%s: on the strict profile the probe traps', (_hole, probe) => {
  const machine = inUserMode(probe, strict);
  const tval = machine.memory.read32(0x8000_0000);
  expect(machine.run(1)).toEqual({ kind: 'trap', cause: Cause.IllegalInstruction, tval });
});

test.each(allHoles.filter((hole) => hole.startsWith('read-')))('%s leaks the physical value', (hole) => {
  const name = hole.slice(5) as keyof typeof Csr;
  const machine = inUserMode(`csrr a0, ${name}`, legacyWith([hole]));
  const physical = machine.hart.readCsr(Csr[name]);
  machine.run(1);
  expect(register(machine, 'a0')).toBe(physical);
});

test.each(['sstatus', 'sie', 'mstatus', 'mie'] as const)('a write to %s is ignored', (name) => {
  for (const write of [`csrw ${name}, x0`, `csrc ${name}, a1`, `csrsi ${name}, 8`]) {
    const machine = inUserMode(write, legacy);
    const before = machine.hart.readCsr(Csr[name]);
    expect(machine.run(1)).toEqual({ kind: 'budget' });
    expect(machine.hart.readCsr(Csr[name])).toBe(before);
  }
});

test('an access that both reads and writes needs both holes', () => {
  const swap = 'csrrw a0, sstatus, a1';
  expect(inUserMode(swap, legacyWith(['read-sstatus'])).run(1).kind).toBe('trap');
  expect(inUserMode(swap, legacyWith(['write-sstatus'])).run(1).kind).toBe('trap');
  const machine = inUserMode(swap, legacyWith(['read-sstatus', 'write-sstatus']));
  machine.run(1);
  expect(register(machine, 'a0')).toBe(0x4_0002);
  expect(machine.hart.readCsr(Csr.sstatus)).toBe(0x4_0002);
});

test.each([
  ['sret', PHYSICAL.sepc],
  ['mret', PHYSICAL.mepc],
])('%s jumps, but does not change the mode or the interrupt state', (instruction, target) => {
  const machine = inUserMode(instruction, legacy);
  machine.run(1);
  expect([machine.hart.pc, machine.hart.mode, machine.hart.readCsr(Csr.mstatus)]).toEqual([
    target,
    Mode.User,
    0x4_0002,
  ]);
});

test.each([
  'csrw satp, a1',
  'csrw stvec, a1',
  'csrr a0, sepc',
  'csrw sip, a1',
  'csrr a0, medeleg',
  'csrw mtvec, a1',
])('%s traps on every profile', (instruction) => {
  expect(inUserMode(instruction, legacy).run(1).kind).toBe('trap');
});

test('in supervisor and machine mode legacy and strict are the same', () => {
  const everything = [
    ...instructionTable
      .filter(({ format }) => format === 'none' || format === 'sfence')
      .map(({ name }) => name),
    ...Object.values(Csr).flatMap((csr) => [`csrr a0, ${csrName(csr)}`, `csrrw a0, ${csrName(csr)}, a1`]),
  ];
  for (const mode of [Mode.Supervisor, Mode.Machine]) {
    for (const instruction of everything) {
      const [left, right] = [strict, legacy].map((profile) => {
        const machine = inUserMode(instruction, profile, mode);
        const stop = machine.run(1);
        return [instruction, stop, [...machine.hart.x], machine.hart.pc, machine.hart.readCsr(Csr.mstatus)];
      });
      expect(left).toEqual(right);
    }
  }
});

test('WFI in user mode completes even on the strict profile, unless TW forbids it', () => {
  const machine = inUserMode('wfi', strict);
  expect(machine.run(1)).toEqual({ kind: 'budget' });
  expect([machine.hart.pc, machine.time]).toEqual([0x8000_0004, 1]);
});

test('a name that is not a hole is refused, and the error names it', () => {
  expect(() => legacyWith(['read-everything' as Hole])).toThrow(
    "no hole is called 'read-everything'; there are: read-sstatus",
  );
});
