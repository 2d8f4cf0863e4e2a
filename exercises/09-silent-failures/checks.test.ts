/** The visible checks of exercise 09: machines with one hole each, a machine without any, and the red pill. */
import type { Survey } from '../../src/hypervisor/index.js';
import { allHoles, Csr, MSTATUS_TW, type Hole } from '../../src/machine/index.js';

/** Two states in which machines are handed out: much is zero, and nothing is. In both, all legal holes are open. */
const open = { [Csr.mcounteren]: 7, [Csr.scounteren]: 7 };
const quiet = { ...open, [Csr.mideleg]: 0x222 };
const busy = {
  ...open,
  [Csr.mideleg]: 0x222,
  [Csr.mstatus]: 0x000c_19aa, // MXR SUM MPP MPIE SPP SPIE MIE SIE
  [Csr.mie]: 0x222,
  [Csr.stvec]: 0x8000_0101,
  [Csr.mtvec]: 0x8000_0200,
  [Csr.satp]: 0x0008_0001,
  [Csr.scause]: 13,
  [Csr.mcause]: 8,
  [Csr.sepc]: 0x8000_0040,
  [Csr.mepc]: 0x8000_0080,
};

const counters = ['cycle', 'time', 'instret', 'cycleh', 'timeh', 'instreth'].map((name) => `read ${name}`);
const legal = [...counters, 'wfi'].sort();

/** A survey as lines of text, sorted; the same line twice counts once. */
const told = ({ failures }: Survey) =>
  [...new Set(failures.map((one) => `${one.instruction}: ${one.how}`))].sort();

/** Whoever takes a legal hole for a failure learns it from the check of the machine as specified. */
const toldWithoutLegal = ({ failures }: Survey) =>
  told({ failures: failures.filter(({ instruction }) => !legal.includes(instruction)), legal: [] });

/** Machines with each of these holes alone, in both states, and what is to be found on them, legal holes aside. */
async function surveyEach(lab: Lab, holes: readonly (readonly [Hole, string])[]): Promise<void> {
  const machines = holes.flatMap(([hole]) => [quiet, busy].map((csrs) => ({ holes: [hole], csrs })));
  const surveys = await lab.call<Survey[]>('survey', { machines });
  for (const [index, survey] of surveys.entries()) {
    const [hole, failure] = holes[index >> 1]!;
    const state = index % 2 === 0 ? 'where much is zero' : 'where nothing is zero';
    claim(
      `what fails silently on a machine ${state}, with the hole ${hole} alone,`,
      toldWithoutLegal(survey),
    ).toEqual([failure]);
  }
}

check('a read that leaks the machine’s value is found', async (lab) => {
  await surveyEach(lab, [
    ['read-sstatus', 'read sstatus: leaks'],
    ['read-sie', 'read sie: leaks'],
    ['read-sip', 'read sip: leaks'],
    ['read-stvec', 'read stvec: leaks'],
    ['read-satp', 'read satp: leaks'],
    ['read-scause', 'read scause: leaks'],
  ]);
});

check('a write that is dropped is found', async (lab) => {
  await surveyEach(lab, [
    ['write-sstatus', 'write sstatus: dropped'],
    ['write-sie', 'write sie: dropped'],
  ]);
});

check('a return that keeps the mode and a fence without effect are found', async (lab) => {
  await surveyEach(lab, [
    ['sret', 'sret: mode kept'],
    ['sfence.vma', 'sfence.vma: no effect'],
  ]);
});

check('a machine as specified has legal holes and no silent failure', async (lab) => {
  const shut = { ...busy, [Csr.mstatus]: MSTATUS_TW, [Csr.scounteren]: 0 };
  const machines = [quiet, busy, shut].map((csrs) => ({ holes: [], csrs }));
  const surveys = await lab.call<Survey[]>('survey', { machines });
  for (const [index, expected] of [legal, legal, []].entries()) {
    const { failures, legal: found } = surveys[index]!;
    const which = `machine ${index}, which is as RISC-V is specified,`;
    claim(`what fails silently on ${which}`, failures).toEqual([]);
    claim(`what completes legally on ${which}`, [...new Set(found)].sort()).toEqual(expected);
  }
});

check('the red pill tells a VM on legacy hardware from the bare machine', async (lab) => {
  const places = (['bare', 'full/trap-and-emulate'] as const).map((where) => ({ where, holes: allHoles }));
  const [bare, inVm] = await lab.call<unknown[]>('pill', { places });
  const ended = (console: string) => ({ console, stop: { kind: 'finished', code: 0 } });
  claim('what the red pill did on the bare machine, where all holes are open,', bare).toEqual(ended('b'));
  claim('what the red pill did in a VM, on a machine where all holes are open,', inVm).toEqual(ended('v'));
});
