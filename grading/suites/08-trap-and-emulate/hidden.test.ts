/** The hidden checks of exercise 08: guests that the student has not seen, and every rule of the task page by itself. */
import { encode } from '../../../src/assembler/index.js';
import { addressSpaces, hostile, processes, ticker } from '../../../src/guests/index.js';
import {
  advance,
  compareRuns,
  supervisorCsrs,
  tellEffect,
  tellInstruction,
  wait,
  type Effect,
  type Run,
} from '../../../src/hypervisor/index.js';
import { Mode } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { randomKernel } from './generate.js';
import {
  counterReads,
  effect,
  foreignNumbers,
  kernelAccesses,
  kernelReads,
  processAccesses,
  refused,
  type Case,
} from './tables.js';
import { inTurns } from './turns.js';

const SAME = 'the same, step by step';
const KERNELS = 12;
const memoryBytes = 256 * 1024;

const guest = (source: string): BareGuest => ({ source, memoryBytes, budget: 2000 });

/** Claims that the guest has not noticed in what kind of computer it ran. */
function claimSame(lab: Lab, name: string, guest: BareGuest, inVm: Run): void {
  const bare = lab.bare(guest);
  const said = `what ${name} did, compared with the bare machine,`;
  claim(said, compareRuns(bare, inVm, bare.listing) ?? SAME).toBe(SAME);
}

/**
 * Emulates each instruction by itself. All state of the vCPU is compared, also what the case does not mention. The cases of this
 * `name` are made once for all parts.
 */
async function emulateEach(lab: Lab, name: string, makeCases: () => readonly Case[]): Promise<void> {
  const cases = lab.once(name, null, makeCases);
  const input = lab.once('steps', cases, (all) => ({ steps: all.map(([one]) => one) }));
  const wanted = lab.once('effects', cases, (all) => all.map(([, expected]) => tellEffect(expected)));
  const effects = await lab.call<Effect[]>('steps', input);
  for (const [i, right] of wanted.entries()) {
    const came = tellEffect(effects[i] as Effect);
    if (came !== right) {
      claim(`the effect of ${tellInstruction(cases[i]![0])}`, came).toBe(right);
    }
  }
}

const { Supervisor: S, User: U } = Mode;
const ALL = 0xffff_ffff;

check('the VMM is told when translations have changed, and only then', async (lab) => {
  const values = {
    olds: [0, 0x8008_0001, ALL],
    operands: [0, 0x8008_0001, 0x8000_0000, ALL],
    immediates: [1, 31],
  };
  const fences = [
    { rs1: 0, rs2: 0 },
    { rs1: 5, rs2: 0 },
    { rs1: 0, rs2: 6 },
    { rs1: 5, rs2: 6 },
  ].map((operands): Case => {
    const one = { word: encode('sfence.vma', operands), mode: S };
    return [one, effect(advance(), {}, true)];
  });
  // Values that every bit of may be written, since this check is not about bits.
  const harmless = { sstatus: 0x4_0000, scounteren: 1, sepc: 0x100, sscratch: 0x100 };
  const others = Object.entries(harmless).flatMap(([csr, operand]) =>
    kernelAccesses(csr as keyof typeof harmless, { olds: [0], operands: [operand], immediates: [] }),
  );
  await emulateEach(lab, 'translations', () => [...kernelAccesses('satp', values), ...fences, ...others]);
});

check('bits that a CSR does not have keep their values', async (lab) => {
  const values = {
    olds: [0, ALL, 0x2d5a_9b63],
    operands: [0, ALL, 0x1234_5677, 0x8000_0222],
    immediates: [2, 19, 31],
  };
  // stvec, which takes a write as a whole or not at all, and satp have checks of their own.
  const plain = supervisorCsrs.filter((csr) => csr !== 'stvec' && csr !== 'satp');
  await emulateEach(lab, 'bits', () => plain.flatMap((csr) => kernelAccesses(csr, values)));
});

check('stvec takes a write as a whole or not at all', async (lab) => {
  await emulateEach(lab, 'stvec', () =>
    kernelAccesses('stvec', {
      olds: [0x8000_0100, 0x8000_0101, 0],
      operands: [0, 1, 2, 3, 0x200, 0x8000_0201, 0x202, 0x103, ALL, 0xffff_fffc, 0xffff_fffd],
      immediates: [1, 2, 3, 4, 5, 6, 7, 28, 31],
    }),
  );
});

check('WFI waits in the kernel and is over at once in a process', async (lab) => {
  const word = encode('wfi');
  const states = [{}, { sstatus: 0 }, { sstatus: 0x2, sie: 0x222, sip: 0x222 }, { sie: 0, sip: 0 }];
  await emulateEach(lab, 'WFI', () =>
    states.flatMap((csrs): Case[] => [
      [{ word, mode: S, csrs }, effect(wait())],
      [{ word, mode: U, csrs }, effect(advance())],
    ]),
  );
});

check('what only the kernel may do is refused to a process, and changes nothing', async (lab) => {
  const words = [encode('sret'), encode('sfence.vma'), encode('sfence.vma', { rs1: 5, rs2: 6 })];
  await emulateEach(lab, 'for the kernel', () => [
    ...kernelReads(),
    ...words.map((word) => refused({ word, mode: U })),
    ...words.map((word) => refused({ word, mode: U, csrs: { sstatus: 0x122, scounteren: 7 } })),
    ...supervisorCsrs.flatMap((csr) => processAccesses(csr)),
  ]);
});

check('what a guest does not have is refused, and changes nothing', async (lab) => {
  const mret = encode('mret');
  await emulateEach(lab, 'what is not there', () => [
    ...kernelReads(),
    refused({ word: mret, mode: S }),
    refused({ word: mret, mode: U }),
    ...foreignNumbers(),
  ]);
});

check('counters show both halves of what they count', async (lab) => {
  const situations = [
    { cycle: 7 * 2 ** 32 + 11, time: 3 * 2 ** 32 + 0xffff_fff0, instret: 5 },
    { cycle: 2 ** 53 - 1, time: 2 ** 31, instret: 2 ** 32 },
    { cycle: 0, time: 2 ** 52 + 2 ** 31, instret: 2 ** 32 - 1 },
  ];
  await emulateEach(lab, 'halves of counters', () =>
    situations.flatMap((counters) => counterReads(S, 7, counters)),
  );
});

check('a process reads the counters that scounteren lets it read', async (lab) => {
  // Both halves of each are alike, since this check is not about halves.
  const [cycle, time, instret] = [12, 13, 14].map((half) => half * 2 ** 32 + half) as [
    number,
    number,
    number,
  ];
  const counters = { cycle, time, instret };
  const enables = [0, 1, 2, 3, 4, 5, 6, 7];
  await emulateEach(lab, 'counters of a process', () =>
    enables.flatMap((bits) => [...counterReads(U, bits, counters), ...counterReads(S, bits, counters)]),
  );
});

check('a kernel with paging switches address spaces as on the bare machine', async (lab) => {
  const kernel = guest(addressSpaces);
  claimSame(lab, 'the kernel', kernel, await lab.call<Run>('run', kernel));
});

check('a guest that tries what it must not gets its own traps back', async (lab) => {
  claimSame(lab, 'the guest', guest(hostile), await lab.call<Run>('run', guest(hostile)));
});

check('guests that take turns do not notice each other', async (lab) => {
  for (const { vcpus, turns } of inTurns()) {
    const effects = await lab.call<Effect[]>('turns', { vcpus, turns: turns.map(([n, word]) => [n, word]) });
    for (const [i, [n, word, expected]] of turns.entries()) {
      const said = `the effect of turn ${i}, on the vCPU ${n} of two: ${tellInstruction({ word, ...vcpus[n]! })}`;
      claim(said, tellEffect(effects[i] as Effect)).toBe(tellEffect(expected));
    }
  }
  const together = lab.once('guests that run together', lab.seed, (seed) => {
    const random = xorshift(seed);
    const known = [ticker, processes, processes, addressSpaces, hostile];
    return { guests: [...known, randomKernel(random()), randomKernel(random())].map(guest) };
  });
  const { guests } = together;
  const runs = await lab.call<Run[]>('together', together);
  for (const [i, each] of guests.entries()) {
    claimSame(lab, `guest ${i}`, each, runs[i] as Run);
  }
});

check('random kernels run as on the bare machine', async (lab) => {
  const kernels = lab.once('random kernels', lab.seed, (seed) => {
    const random = xorshift(seed);
    return Array.from({ length: KERNELS }, () => guest(randomKernel(random())));
  });
  for (const kernel of kernels) {
    claimSame(lab, 'a random kernel', kernel, await lab.call<Run>('run', kernel));
  }
});
