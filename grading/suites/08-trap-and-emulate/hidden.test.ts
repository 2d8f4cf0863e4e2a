/** The hidden checks of exercise 08: guests that the student has not seen, and every rule of the task page by itself. */
import { assemble } from '../../../src/assembler/index.js';
import { addressSpaces, hostile, processes, ticker } from '../../../src/guests/index.js';
import { compareRuns, type Outcome, type Run } from '../../../src/hypervisor/index.js';
import { Cause, Mode } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { randomKernel } from './generate.js';

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

check('random kernels run as on the bare machine', async (lab) => {
  const random = xorshift(lab.seed);
  for (let i = 0; i < KERNELS; i++) {
    const kernel = guest(randomKernel(random()));
    claimSame(lab, 'a random kernel', kernel, await lab.call<Run>('run', kernel));
  }
});

check('a kernel with paging switches address spaces as on the bare machine', async (lab) => {
  const kernel = guest(addressSpaces);
  claimSame(lab, 'the kernel', kernel, await lab.call<Run>('run', kernel));
});

check('a guest that tries what it must not gets its own traps back', async (lab) => {
  claimSame(lab, 'the guest', guest(hostile), await lab.call<Run>('run', guest(hostile)));
});

check('guests that take turns do not notice each other', async (lab) => {
  const guests = [guest(ticker), guest(processes), guest(processes), guest(addressSpaces), guest(hostile)];
  const runs = await lab.call<Run[]>('together', { guests });
  for (const [i, each] of guests.entries()) {
    claimSame(lab, `guest ${i}`, each, runs[i] as Run);
  }
});

interface Step {
  readonly instruction: string;
  readonly mode: number;
  readonly registers?: Record<number, number>;
  readonly csrs?: Record<string, number>;
  readonly counters?: Record<string, number>;
}

interface Effect {
  readonly outcome: Outcome;
  readonly registers?: Record<number, number>;
  readonly csrs?: Record<string, number>;
  readonly notified?: boolean;
}

/** Emulates each instruction by itself, on the state that stands beside it, and claims what is named of its effect. */
async function emulateEach(lab: Lab, cases: readonly (readonly [Step, Effect])[]): Promise<void> {
  const steps = cases.map(([step]) => ({ ...step, word: wordOf(step.instruction) }));
  const effects = await lab.call<Effect[]>('steps', { steps });
  for (const [i, [{ instruction, mode, ...state }, expected]] of cases.entries()) {
    const before = `${instruction}, in mode ${mode} and with ${JSON.stringify(readable(state))},`;
    claim(`the effect of ${before}`, readable(effects[i])).toMatchObject(readable(expected));
  }
}

/** The same with its larger numbers in hexadecimal, for the messages. */
function readable(value: unknown): object {
  const hex = (_key: string, item: unknown) =>
    typeof item === 'number' && item > 9 ? `0x${item.toString(16)}` : item;
  return JSON.parse(JSON.stringify(value, hex)) as object;
}

const wordOf = (instruction: string) => (assemble(instruction).listing[0] as { word: number }).word;
const { Supervisor: S, User: U } = Mode;
const advance = { kind: 'advance' } as const;
const ONES = 0xffff_ffff;

check('bits that a CSR does not have keep their values', async (lab) => {
  const write = (csr: string, before: number, value: number, after: number): [Step, Effect] => [
    { instruction: `csrrw t0, ${csr}, t1`, mode: S, registers: { 6: value }, csrs: { [csr]: before } },
    { outcome: advance, registers: { 5: before }, csrs: { [csr]: after } },
  ];
  await emulateEach(lab, [
    write('sstatus', 0, ONES, 0xc_0122),
    write('sstatus', 0xc_0122, 0, 0),
    write('sie', 0, ONES, 0x222),
    write('sip', 0x20, ONES, 0x22), // STIP and SEIP are not the guest's to write
    write('sip', 0x22, 0, 0x20),
    write('stvec', 0x8000_0100, 0x8000_0201, 0x8000_0201),
    write('stvec', 0x8000_0100, 0x8000_0202, 0x8000_0100), // a reserved mode
    write('stvec', 0x8000_0101, 0x8000_0203, 0x8000_0101),
    write('scounteren', 0, ONES, 0b111),
    write('senvcfg', 0, ONES, 1),
    write('sepc', 0, ONES, 0xffff_fffe),
    write('scause', 0, ONES, ONES),
    write('stval', 0, ONES, ONES),
    write('satp', 0, ONES, ONES),
    [
      { instruction: 'csrrsi t0, sip, 2', mode: S, csrs: { sip: 0x20 } },
      { outcome: advance, registers: { 5: 0x20 }, csrs: { sip: 0x22 } },
    ],
  ]);
});

check('what a mode may not do is an illegal instruction and changes nothing', async (lab) => {
  const sstatus = 0x120;
  const attempt = (instruction: string, mode: number): [Step, Effect] => [
    { instruction, mode, registers: { 6: ONES }, csrs: { sstatus } },
    {
      outcome: { kind: 'inject', cause: Cause.IllegalInstruction, tval: wordOf(instruction) },
      registers: {},
      csrs: { sstatus },
      notified: false,
    },
  ];
  const kernel = ['mret', 'csrrs t0, mstatus, zero', 'csrrw t0, mepc, t1', 'csrrs t0, 0xf14, zero'];
  const nobody = ['csrrs t0, 0x5c0, zero', 'csrrs t0, 0xc03, zero', 'csrrw t0, cycle, t1'];
  const process = [
    'sret',
    'sfence.vma',
    'csrrs t0, sstatus, zero',
    'csrrw t0, satp, t1',
    'csrrsi t0, sie, 0',
  ];
  await emulateEach(lab, [
    // The same instructions where they are allowed, lest refusing everything be enough.
    [
      { instruction: 'sfence.vma', mode: S },
      { outcome: advance, notified: true },
    ],
    [{ instruction: 'wfi', mode: U }, { outcome: advance }],
    [
      { instruction: 'csrrs t0, sstatus, zero', mode: S, csrs: { sstatus } },
      { outcome: advance, registers: { 5: sstatus }, csrs: { sstatus } },
    ],
    [
      { instruction: 'csrrw t0, satp, t1', mode: S, registers: { 6: 0x8008_0001 } },
      { outcome: advance, registers: { 5: 0 }, csrs: { satp: 0x8008_0001 }, notified: true },
    ],
    ...kernel.map((instruction) => attempt(instruction, S)),
    ...nobody.map((instruction) => attempt(instruction, S)),
    ...[...kernel, ...process].map((instruction) => attempt(instruction, U)),
  ]);
});

check('counters show what they should to whom they should', async (lab) => {
  const counters = { cycle: 7 * 2 ** 32 + 11, time: 3 * 2 ** 32 + 0xffff_fff0, instret: 5 };
  const read = (csr: string, value: number, mode: number = S, scounteren = 0): [Step, Effect] => [
    { instruction: `csrrs t0, ${csr}, zero`, mode, counters, csrs: { scounteren } },
    { outcome: advance, registers: { 5: value } },
  ];
  const refused = (csr: string, scounteren: number): [Step, Effect] => {
    const instruction = `csrrs t0, ${csr}, zero`;
    return [
      { instruction, mode: U, counters, csrs: { scounteren } },
      {
        outcome: { kind: 'inject', cause: Cause.IllegalInstruction, tval: wordOf(instruction) },
        registers: {},
      },
    ];
  };
  await emulateEach(lab, [
    read('cycle', 11),
    read('cycleh', 7),
    read('time', 0xffff_fff0),
    read('timeh', 3),
    read('instret', 5),
    read('instreth', 0),
    read('cycle', 11, U, 0b001),
    read('timeh', 3, U, 0b010),
    read('instret', 5, U, 0b100),
    refused('cycle', 0b110),
    refused('timeh', 0b101),
    refused('instret', 0b011),
    refused('instreth', 0),
  ]);
});
