import { Csr, assisted, legacy } from '../../../src/machine/index.js';
import { DATA, NOWHERE } from './layout.js';
import { PreparedMachine } from './prepared-machine.js';
import { statesOf } from './states.js';
import { access, subjectsOf } from './subjects.js';

const NOP = 0x13;
const named = new Set(Object.values<number>(Csr));

test.each([legacy, assisted])(
  'on $name what was tried before makes no difference to an attempt',
  (profile) => {
    const subjects = subjectsOf(profile).filter(({ csr }) => csr === undefined || named.has(csr));
    for (const state of statesOf(profile).filter(({ host, shut }) => host === 1 && shut.length === 0)) {
      const used = new PreparedMachine(profile, state);
      for (const { name, word } of subjects) {
        used.attempt(word, NOWHERE);
        const outcome = used.attempt(word, DATA);
        const fresh = new PreparedMachine(profile, state).attempt(word, DATA);
        const where = `${name} in ${state.mode.name}-mode`;
        expect({ where, outcome }).toEqual({ where, outcome: fresh });
      }
    }
  },
);

test('a no-operation changes nothing, and is seen the same from every state', () => {
  const outcomes = statesOf(assisted).map((state) => new PreparedMachine(assisted, state).attempt(NOP, DATA));
  expect(new Set(outcomes.map((outcome) => JSON.stringify(outcome))).size).toBe(1);
  expect(outcomes[0]).toMatchObject({ kind: 'completed', changed: [] });
});

test('what is changed is named: CSRs by their numbers, and what stands in none', () => {
  const inMachineMode = statesOf(legacy).find(({ mode }) => mode.name === 'M')!;
  const machine = new PreparedMachine(legacy, inMachineMode);
  const changedBy = (word: number) => {
    const outcome = machine.attempt(word, DATA);
    return outcome.kind === 'completed' ? outcome.changed : outcome.kind;
  };
  expect(changedBy(access('write', Csr.mscratch).word)).toEqual([Csr.mscratch]);
  expect(changedBy(0x3020_0073)).toEqual(['mode', Csr.mstatus]); // mret
  expect(changedBy(0x1050_0073)).toEqual(['processor given up']); // wfi
  expect(changedBy(0x1200_0073)).toEqual(['resource map']); // sfence.vma
  expect(changedBy(0x0000_0073)).toBe('trap'); // ecall
});

test('an address that leads nowhere is a memory trap in every mode', () => {
  for (const state of statesOf(assisted)) {
    const machine = new PreparedMachine(assisted, state);
    expect(machine.attempt(0x0005_a603, NOWHERE)).toEqual({ kind: 'memory trap' }); // lw a2, 0(a1)
    expect(machine.attempt(0x0005_a603, DATA).kind).toBe('completed');
  }
});
