/** The visible checks of exercise 08: single instructions by the rules of the task page, and small guests beside the bare machine. */
import { encode } from '../../src/assembler/index.js';
import { processes, sleepy, ticker } from '../../src/guests/index.js';
import {
  advance,
  compareRuns,
  inject,
  jumpTo,
  tellEffect,
  tellInstruction,
  type Effect,
  type OneInstruction,
  type Outcome,
  type Run,
} from '../../src/hypervisor/index.js';
import {
  Cause,
  Csr,
  Mode,
  SSTATUS_MXR,
  SSTATUS_SIE,
  SSTATUS_SPIE,
  SSTATUS_SPP,
  SSTATUS_SUM,
} from '../../src/machine/index.js';

const SAME = 'the same, step by step';

/** Runs a guest on the bare machine and, in the sandbox, in a VM with the part; it must not notice the difference. */
async function runBoth(lab: Lab, name: string, source: string): Promise<Run> {
  const guest = { source, memoryBytes: 256 * 1024, budget: 2000 };
  const bare = lab.bare(guest);
  const inVm = await lab.call<Run>('run', guest);
  const difference = compareRuns(bare, inVm, bare.listing);
  claim(`what the guest ${name} did, compared with the bare machine`, difference ?? SAME).toBe(SAME);
  return inVm;
}

type Case = readonly [OneInstruction, Effect];

/** Emulates each instruction by itself. All state of the vCPU is compared, also what the case does not mention. */
async function emulateEach(lab: Lab, cases: readonly Case[]): Promise<void> {
  const effects = await lab.call<Effect[]>('steps', { steps: cases.map(([one]) => one) });
  for (const [i, [one, expected]] of cases.entries()) {
    const [came, wanted] = [tellEffect(effects[i] as Effect), tellEffect(expected)];
    if (came !== wanted) {
      claim(`the effect of ${tellInstruction(one)}`, came).toBe(wanted);
    }
  }
}

/** What the instruction does, and that it does nothing else. */
const effect = (outcome: Outcome, changed: Record<string, number> = {}): Effect => ({
  outcome,
  changed,
  translationsChanged: false,
});
const refused = ({ word }: OneInstruction): Effect => effect(inject(Cause.IllegalInstruction, word));

const { Supervisor: S, User: U } = Mode;
const [T0, T1] = [5, 6];
const ALL = 0xffff_ffff;

/** What the CSR becomes. */
const becomes = {
  csrrw: (_old: number, operand: number) => operand,
  csrrs: (old: number, operand: number) => (old | operand) >>> 0,
  csrrc: (old: number, operand: number) => (old & ~operand) >>> 0,
} as const;
const forms = ['csrrw', 'csrrs', 'csrrc'] as const;
const OLD = 0x8000_001c; // of sscratch

check('CSR instructions write, set and clear bits, and yield the old value', async (lab) => {
  const cases: Case[] = [];
  for (const form of forms) {
    for (const operand of [0b1010, 0x7fff_fff7, 0xa000_0004, ALL]) {
      const after = becomes[form](OLD, operand);
      const state = { mode: S, registers: { [T1]: operand }, csrs: { sscratch: OLD } };
      const access = (rd: number) => ({ word: encode(form, { rd, imm: Csr.sscratch, rs1: T1 }), ...state });
      const sscratch: Record<string, number> = after === OLD ? {} : { sscratch: after };
      cases.push([access(T0), effect(advance(), { t0: OLD, ...sscratch })]);
      cases.push([access(T1), effect(advance(), { t1: OLD, ...sscratch })]); // for csrrw, this is a swap
      cases.push([access(0), effect(advance(), sscratch)]);
    }
    for (const operand of [1, 4, T0, T1, 17, 31]) {
      const after = becomes[form](OLD, operand);
      const state = { mode: S, csrs: { sscratch: OLD } };
      const access = (rd: number) => ({
        word: encode(`${form}i`, { rd, imm: Csr.sscratch, rs1: operand }),
        ...state,
      });
      const sscratch: Record<string, number> = after === OLD ? {} : { sscratch: after };
      cases.push([access(T0), effect(advance(), { t0: OLD, ...sscratch })]);
      cases.push([access(0), effect(advance(), sscratch)]);
    }
  }
  await emulateEach(lab, cases);
});

check('a CSR instruction that only reads is no write', async (lab) => {
  const cases: Case[] = [];
  for (const name of ['time', 'cycle', 'instret'] as const) {
    for (const form of forms) {
      const counters = { cycle: 1234, time: 1234, instret: 1234 };
      const state = { mode: S, counters, csrs: { scounteren: 7 } };
      const withX0 = { word: encode(form, { rd: T0, imm: Csr[name], rs1: 0 }), ...state };
      const with0 = { word: encode(`${form}i`, { rd: T0, imm: Csr[name], rs1: 0 }), ...state };
      const read = effect(advance(), { t0: 1234 });
      cases.push([withX0, form === 'csrrw' ? refused(withX0) : read]);
      cases.push([with0, form === 'csrrw' ? refused(with0) : read]);
    }
  }
  // Writes, by the kernel and by a process that may read the counter. The register t1 holds 0, but it is not x0.
  for (const imm of [Csr.time, Csr.cycle, Csr.instret, Csr.timeh, Csr.cycleh, Csr.instreth]) {
    for (const form of forms) {
      for (const mode of [S, U]) {
        const state = { mode, csrs: { scounteren: 7 } };
        const withT1 = { word: encode(form, { rd: T0, imm, rs1: T1 }), ...state, registers: { [T1]: 0 } };
        const with1 = { word: encode(`${form}i`, { rd: T0, imm, rs1: 1 }), ...state };
        cases.push([withT1, refused(withT1)]);
        cases.push([with1, refused(with1)]);
      }
    }
  }
  // CSRRW and CSRRWI write zero too.
  const csrs = { sscratch: OLD };
  for (const form of [...forms, 'csrrwi', 'csrrsi', 'csrrci'] as const) {
    const one = { word: encode(form, { rd: T0, imm: Csr.sscratch, rs1: 0 }), mode: S, csrs };
    cases.push([one, effect(advance(), { t0: OLD, ...(form.startsWith('csrrw') ? { sscratch: 0 } : {}) })]);
  }
  await emulateEach(lab, cases);
});

check('SRET goes back to the mode, the address and the interrupt state before the trap', async (lab) => {
  const word = encode('sret');
  const cases: Case[] = [];
  // Whatever else the storage of sstatus holds stays there, also what a write of the guest would not change.
  const rest = ~(SSTATUS_SIE | SSTATUS_SPIE | SSTATUS_SPP) >>> 0;
  for (const others of [0, SSTATUS_SUM | SSTATUS_MXR, rest]) {
    for (const sie of [0, SSTATUS_SIE]) {
      for (const spie of [0, SSTATUS_SPIE]) {
        for (const spp of [0, SSTATUS_SPP]) {
          const sstatus = (others | sie | spie | spp) >>> 0;
          const sepc = spp ? 0x8000_0120 : 0x0040_0002;
          const after = (others | (spie ? SSTATUS_SIE : 0) | SSTATUS_SPIE) >>> 0;
          const changed: Record<string, number> = after === sstatus ? {} : { sstatus: after };
          const inKernel = { word, mode: S, csrs: { sepc, sstatus } };
          const inProcess = { word, mode: U, csrs: { sepc, sstatus } };
          cases.push([inKernel, effect(jumpTo(sepc, spp ? S : U), changed)]);
          cases.push([inProcess, refused(inProcess)]);
        }
      }
    }
  }
  await emulateEach(lab, cases);
});

check('a guest that disables interrupts is not interrupted', async (lab) => {
  const run = await runBoth(lab, 'sleepy', sleepy);
  claim('the number of interrupts that the guest sleepy took', run.interrupts).toBe(0);
});

check('a guest that sleeps wakes at each of its timer interrupts', async (lab) => {
  const run = await runBoth(lab, 'ticker', ticker);
  claim('what the guest ticker printed', run.console).toBe('.....');
});

check("system calls and faults of a guest's process reach the guest's kernel", async (lab) => {
  const run = await runBoth(lab, 'processes', processes);
  claim('what the guest processes printed', run.console).toBe('u!s');
});
