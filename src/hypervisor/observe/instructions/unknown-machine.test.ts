import { allHoles, Csr, legacy, legacyWith, Mode, strict } from '../../../machine/index.js';
import { EXPERIMENTS_MAX, type Experiment, type UnknownMachine } from '../../sockets/index.js';
import { unknownMachine } from '../index.js';

const handedOut = { [Csr.mideleg]: 0x222, [Csr.scause]: 13, [Csr.sepc]: 0x8000_0040, [Csr.mcycle]: 77 };
const machine = (profile = legacy) => unknownMachine(profile, handedOut).machine;

/** An experiment and what is seen of it, with only these fields. */
const seen = (on: UnknownMachine, experiment: Experiment, ...fields: readonly string[]) => {
  const observation = on.attempt(experiment) as unknown as Record<string, unknown>;
  return fields.map((field) => observation[field]);
};

test('an instruction is executed in user mode, with the registers that the page names', () => {
  const observation = machine().attempt({ instruction: 'add a0, a1, a2', registers: { 12: -1 } });
  expect(observation).toMatchObject({ trap: undefined, pc: 0x8000_0004, mode: Mode.User, asleep: false });
  expect(observation.registers[10]).toBe(0x0b0b_0b0a);
  expect(observation.registers[31]).toBe(0x1f1f_1f1f);
});

test('what traps changes nothing, and says why', () => {
  expect(seen(machine(), { instruction: 'csrrw a0, sepc, a1' }, 'trap', 'pc', 'mode')).toEqual([
    2, 0x8000_0000, 0,
  ]);
});

test('a trap counts as one also where it is delegated, and an interrupt that comes first', () => {
  const delegated = { instruction: 'csrr a0, sepc', csrs: { [Csr.medeleg]: 4 } };
  expect(seen(machine(), delegated, 'trap', 'mode')).toEqual([2, Mode.Supervisor]);
  const interrupted = { instruction: 'nop', csrs: { [Csr.mideleg]: 0, [Csr.mie]: 2, [Csr.mip]: 2 } };
  expect(seen(machine(), interrupted, 'trap')).toEqual([0x8000_0001]);
});

test('a hole of the machine shows in user mode, and nowhere else', () => {
  const leaks = { instruction: 'csrr a0, scause' };
  expect(machine().attempt(leaks).registers[10]).toBe(13);
  expect(seen(machine(strict), leaks, 'trap')).toEqual([2]);
  expect(seen(machine(), { instruction: 'sret' }, 'pc', 'mode')).toEqual([0x8000_0040, Mode.User]);
  expect(seen(machine(), { instruction: 'sfence.vma' }, 'trap', 'fenced')).toEqual([undefined, false]);
});

test('privileged modes show what is sensitive: fences forget, WFI sleeps, returns change the mode', () => {
  const inMachineMode = (instruction: string) => ({ instruction, mode: Mode.Machine });
  expect(seen(machine(), inMachineMode('sfence.vma'), 'fenced')).toEqual([true]);
  expect(seen(machine(), inMachineMode('wfi'), 'asleep')).toEqual([true]);
  expect(seen(machine(), inMachineMode('sret'), 'mode')).toEqual([Mode.User]);
});

test('each experiment begins from the state in which the machine was handed out', () => {
  const one = machine();
  const first = one.attempt({ instruction: 'csrr a0, mcycle', mode: Mode.Machine }).registers;
  one.attempt({ instruction: 'csrrw zero, scause, a1', mode: Mode.Machine });
  expect(one.readCsr(Csr.scause)).toBe(0x0b0b_0b0b);
  one.attempt({ instruction: 'sw a1, 64(a0)', registers: { 10: 0x8000_0000 } });
  one.attempt({ instruction: 'wfi', mode: Mode.Machine, csrs: { [Csr.mcycle]: 5 } });
  expect(one.attempt({ instruction: 'lw a0, 64(a0)', registers: { 10: 0x8000_0000 } }).registers[10]).toBe(0);
  expect(one.readCsr(Csr.scause)).toBe(13);
  expect(one.attempt({ instruction: 'csrr a0, mcycle', mode: Mode.Machine }).registers).toEqual(first);
});

test('after as many experiments as the page says the next one throws; one that makes no sense is none', () => {
  const { machine: one, experiments, last } = unknownMachine(strict, {});
  expect(() => one.attempt({ instruction: 'nop; nop' })).toThrow(RangeError);
  for (let count = 0; count < EXPERIMENTS_MAX; count++) {
    one.attempt({ instruction: 'nop' });
  }
  expect(() => one.attempt({ instruction: 'nop' })).toThrow('all 500 experiments on this machine are made');
  expect(experiments()).toBe(EXPERIMENTS_MAX);
  expect(last()).toBe('experiment 500, nop');
});

test.each([
  [{ instruction: 'csrr a0, profile' }, "'csrr a0, profile' is no instruction: source:1"],
  [{ instruction: 'la a0, 1f\n1:' }, 'a text of at most 80 characters'],
  [{ instruction: 'li a0, 0x12345678' }, 'is not one instruction'],
  [{ instruction: '.space 4096' }, 'is not one instruction'],
  [{ instruction: '' }, 'is not one instruction'],
  [{ instruction: 5 as never }, 'one instruction'],
  [{ instruction: 'nop', mode: 2 }, 'mode is 2'],
  [{ instruction: 'nop', registers: { 32: 1 } }, "'32' cannot be 1"],
  [{ instruction: 'nop', csrs: { [Csr.mie]: 0.5 } }, "'772' cannot be 0.5"],
  [{ instruction: 'nop', csrs: { [Csr.hgatp]: 0 } }, 'this machine has no CSR 0x680'],
])('%j throws a RangeError of the language', (experiment, message) => {
  expect(() => machine().attempt(experiment)).toThrow(RangeError);
  expect(() => machine().attempt(experiment)).toThrow(message);
});

// What a part holds must be the same on every machine: else it need not experiment.
test('nothing but the effects of instructions tells one machine from another', () => {
  const profiles = [strict, legacy, ...allHoles.map((hole) => legacyWith([hole]))];
  const inert = ['nop', 'ecall', 'csrr a0, cycle', 'csrr a0, 0x7c0', 'lw a0, 0(zero)', 'csrw satp, a0'];
  const looks = profiles.map((profile) => {
    const { machine: one } = unknownMachine(profile, {
      ...handedOut,
      [Csr.mcounteren]: 7,
      [Csr.scounteren]: 7,
    });
    const privileged = [Mode.Supervisor, Mode.Machine].flatMap((mode) =>
      ['csrr a0, sstatus', 'csrrw a0, mie, a1', 'sret', 'mret', 'sfence.vma', 'wfi'].map((instruction) =>
        one.attempt({ instruction, mode }),
      ),
    );
    const csrs = Array.from({ length: 4096 }, (_, number) => {
      try {
        return one.readCsr(number);
      } catch (error) {
        return String(error);
      }
    });
    return {
      keys: Reflect.ownKeys(one),
      csrs,
      privileged,
      inert: inert.map((text) => one.attempt({ instruction: text })),
    };
  });
  for (const look of looks) {
    expect(look).toEqual(looks[0]);
  }
});
