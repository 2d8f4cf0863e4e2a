/** The visible checks of exercise 08: small guests and single instructions, against the bare machine and the manual. */
import { assemble } from '../../src/assembler/index.js';
import { processes, sleepy, ticker } from '../../src/guests/index.js';
import { compareRuns, type Outcome, type Run } from '../../src/hypervisor/index.js';
import { Cause, Mode } from '../../src/machine/index.js';

const SAME = 'the same, step by step';

/** Runs a guest on the bare machine and, in the sandbox, in a VM with the part; it must not notice the difference. */
async function runBoth(lab: Lab, source: string): Promise<Run> {
  const guest = { source, memoryBytes: 256 * 1024, budget: 2000 };
  const bare = lab.bare(guest);
  const inVm = await lab.call<Run>('run', guest);
  const difference = compareRuns(bare, inVm, bare.listing);
  claim('what the guest did, compared with the bare machine,', difference ?? SAME).toBe(SAME);
  return inVm;
}

interface Step {
  /** In the assembler's words. */
  readonly instruction: string;
  readonly mode: number;
  readonly registers?: Record<number, number>;
  readonly csrs?: Record<string, number>;
  readonly counters?: Record<string, number>;
}

interface Effect {
  readonly outcome: Outcome;
  /** Registers that were written, and what all CSRs that were mentioned or written hold. */
  readonly registers: Record<number, number>;
  readonly csrs: Record<string, number>;
}

/** Emulates each instruction by itself, on the state that stands beside it. */
async function emulateEach(lab: Lab, cases: readonly (readonly [Step, Effect])[]): Promise<void> {
  const steps = cases.map(([step]) => ({ ...step, word: wordOf(step.instruction) }));
  const effects = await lab.call<Effect[]>('steps', { steps });
  for (const [i, [{ instruction, mode, ...state }, expected]] of cases.entries()) {
    const { outcome, registers, csrs } = effects[i] as Effect;
    const before = `${instruction}, in mode ${mode} and with ${JSON.stringify(readable(state))},`;
    claim(`the effect of ${before}`, readable({ outcome, registers, csrs })).toEqual(readable(expected));
  }
}

/** The same with its larger numbers in hexadecimal, for the messages. */
function readable(value: unknown): object {
  const hex = (_key: string, item: unknown) =>
    typeof item === 'number' && item > 9 ? `0x${item.toString(16)}` : item;
  return JSON.parse(JSON.stringify(value, hex)) as object;
}

const wordOf = (instruction: string) => (assemble(instruction).listing[0] as { word: number }).word;
const S = Mode.Supervisor;
const U = Mode.User;
const advance = { kind: 'advance' } as const;
const illegal = (instruction: string) =>
  ({ kind: 'inject', cause: Cause.IllegalInstruction, tval: wordOf(instruction) }) as const;

check('CSR instructions write, set and clear bits, and yield the old value', async (lab) => {
  const csrs = { sscratch: 0b1100 };
  const registers = { 6: 0b1010 }; // t1
  await emulateEach(lab, [
    [
      { instruction: 'csrrw t0, sscratch, t1', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 0b1010 } },
    ],
    [
      { instruction: 'csrrs t0, sscratch, t1', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 0b1110 } },
    ],
    [
      { instruction: 'csrrc t0, sscratch, t1', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 0b0100 } },
    ],
    [
      { instruction: 'csrrwi t0, sscratch, 6', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 6 } },
    ],
    [
      { instruction: 'csrrsi t0, sscratch, 17', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 0b11101 } },
    ],
    [
      { instruction: 'csrrci t0, sscratch, 5', mode: S, registers, csrs },
      { outcome: advance, registers: { 5: 0b1100 }, csrs: { sscratch: 0b1000 } },
    ],
    [
      { instruction: 'csrrw t1, sscratch, t1', mode: S, registers, csrs }, // a swap
      { outcome: advance, registers: { 6: 0b1100 }, csrs: { sscratch: 0b1010 } },
    ],
    [
      { instruction: 'csrrw zero, sscratch, t1', mode: S, registers: { 6: 0xffff_ffff }, csrs },
      { outcome: advance, registers: {}, csrs: { sscratch: 0xffff_ffff } },
    ],
  ]);
});

check('a CSR instruction that only reads is no write', async (lab) => {
  const counters = { time: 1234 };
  await emulateEach(lab, [
    [
      { instruction: 'csrrs t0, time, zero', mode: S, counters },
      { outcome: advance, registers: { 5: 1234 }, csrs: {} },
    ],
    [
      { instruction: 'csrrci t0, time, 0', mode: S, counters },
      { outcome: advance, registers: { 5: 1234 }, csrs: {} },
    ],
    [
      { instruction: 'csrrw t0, time, zero', mode: S, counters },
      { outcome: illegal('csrrw t0, time, zero'), registers: {}, csrs: {} },
    ],
    [
      // The register holds 0, but it is not x0: that is a write.
      { instruction: 'csrrs t0, time, t1', mode: S, counters, registers: { 6: 0 } },
      { outcome: illegal('csrrs t0, time, t1'), registers: {}, csrs: {} },
    ],
  ]);
});

check('SRET goes back to the mode, the address and the interrupt state before the trap', async (lab) => {
  const sepc = 0x8000_0120;
  await emulateEach(lab, [
    [
      { instruction: 'sret', mode: S, csrs: { sepc, sstatus: 0x20 } }, // SPIE
      { outcome: { kind: 'jump', pc: sepc, mode: U }, registers: {}, csrs: { sepc, sstatus: 0x22 } },
    ],
    [
      { instruction: 'sret', mode: S, csrs: { sepc, sstatus: 0x4_0102 } }, // SUM, SPP, SIE
      { outcome: { kind: 'jump', pc: sepc, mode: S }, registers: {}, csrs: { sepc, sstatus: 0x4_0020 } },
    ],
    [
      { instruction: 'sret', mode: U, csrs: { sepc, sstatus: 0x120 } },
      { outcome: illegal('sret'), registers: {}, csrs: { sepc, sstatus: 0x120 } },
    ],
  ]);
});

check('a guest that disables interrupts is not interrupted', async (lab) => {
  const run = await runBoth(lab, sleepy);
  claim('the number of interrupts that the guest took', run.interrupts).toBe(0);
});

check('a guest that sleeps wakes at each of its timer interrupts', async (lab) => {
  const run = await runBoth(lab, ticker);
  claim('what the guest printed', run.console).toBe('.....');
});

check("system calls and faults of a guest's process reach the guest's kernel", async (lab) => {
  const run = await runBoth(lab, processes);
  claim('what the guest printed', run.console).toBe('u!s');
});
