/**
 * The hidden checks of exercise 11. What is right is what hardware with two stages does on the same tables (oracle.ts), and, for
 * whole guests, what the bare machine does.
 */
import { addressSpaces } from '../../../src/guests/index.js';
import { compareRuns, type Run } from '../../../src/hypervisor/index.js';
import { Mode, SATP_MODE_SV32, UART_BASE, UART_BYTES } from '../../../src/machine/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { everyFlagAs, flag, frames, guests, kinds, page, ROOT, satp, superpage, TABLE } from './cases.js';
import { randomPagingKernel } from './generate-kernel.js';
import { randomTables } from './generate-tables.js';
import type { Observed } from './model-mmu.js';
import { expected } from './oracle.js';
import { EXAMPLE_VM, type AccessStep, type Situation, type WriteStep } from './situation.js';

const SITUATIONS = 30;
const KERNELS = 6;
const { A, D, G, R, U, V, W, X, ALL } = flag;
const { Supervisor: KERNEL, User: PROCESS } = Mode;
const FIRST = frames.first;

type Words = Readonly<Record<number, number>>;
type Guest = Partial<Pick<AccessStep, 'mode' | 'satp' | 'sum' | 'mxr'>>;

/** The access, after the tables were written. */
function one(words: Words, access: Pick<AccessStep, 'address' | 'kind'> & Guest): Situation {
  return { steps: [{ write: words }, { mode: KERNEL, satp, ...access }] };
}

/** A fetch, a load and a store of this address. */
const each = (words: Words, address: number, guest: Guest = {}): Situation[] =>
  kinds.map((kind) => one(words, { address, kind, ...guest }));

const told = ({ answer, rights, changed }: Omit<Observed, 'what'>) =>
  [answer, rights, changed].filter((line) => line !== '').join('\n');

/** What is sent to the rig. */
interface Asked {
  readonly situations: readonly Situation[];
}

/** Claims that the part answers as two-stage hardware does, and changes the same entries. */
async function claimLikeHardware(lab: Lab, asked: Asked): Promise<void> {
  const observed = await lab.call<Observed[][]>('accesses', asked);
  for (const [i, wanted] of hardwareAnswers(lab, asked).entries()) {
    for (const [j, right] of wanted.entries()) {
      const came = observed[i]![j]!;
      claim(came.what, told(came)).toBe(right);
    }
  }
}

/** The situations of this name, made once for all parts. */
const named = (lab: Lab, name: string, make: () => readonly Situation[]): Asked =>
  lab.once(name, null, () => ({ situations: make() }));

const hardwareAnswers = (lab: Lab, asked: Asked) =>
  lab.once('two-stage hardware', asked, ({ situations }) =>
    situations.map((situation) => expected(situation).map(told)),
  );

function underMxr(): Situation[] {
  const address = 0x40_3004;
  const leaves = [X, R, R | X, R | W, R | W | X].flatMap((rwx) => [rwx | V | A | D, rwx | V | A | D | U]);
  leaves.push(X | V, X | V | U); // not yet accessed
  return leaves.flatMap((leaf) =>
    [page(address, FIRST + 4, leaf), superpage(address, FIRST, leaf)].flatMap((words) =>
      guests.flatMap((guest) => each(words, address, guest)),
    ),
  );
}

check('MXR lets loads read what may be executed', async (lab) => {
  await claimLikeHardware(lab, named(lab, 'MXR', underMxr));
});

function reserved(): Situation[] {
  const address = 0x40_3004;
  const writeOnly = [W, W | X].flatMap((wx) => everyFlagAs(V | wx, [U, A | D, G]));
  const pointers = everyFlagAs(V, [A, D, U]).filter((bits) => bits !== V);
  return [
    ...writeOnly.flatMap((leaf) => [page(address, FIRST + 4, leaf), superpage(address, FIRST, leaf)]),
    // A, D and U belong to leaves. G and the bits for software may be in a pointer, which the visible checks have.
    ...pointers.map((bits) => page(address, FIRST + 4, ALL, frames.table * 1024 + bits)),
    ...pointers.map((bits) => page(address, FIRST + 4, ALL | U, frames.table * 1024 + bits)),
    ...pointers.map((bits) => page(address, FIRST + 4, bits)),
    // Nor does W alone, which is no leaf that is allowed either, make a pointer.
    ...everyFlagAs(V | W, [G]).map((bits) => page(address, FIRST + 4, ALL, frames.table * 1024 + bits)),
  ].flatMap((words) =>
    [{}, { mode: PROCESS }, { sum: true, mxr: true }, { mode: PROCESS, mxr: true }].flatMap((guest) =>
      each(words, address, guest),
    ),
  );
}

check('entries that are reserved allow nothing', async (lab) => {
  await claimLikeHardware(lab, named(lab, 'reserved', reserved));
});

/** Guest frames where the example VM has no memory. Some are numbers of machine frames: its own and others'. */
const nowhere = [0, 1, FIRST - 1, FIRST + 32, FIRST + 33, FIRST + 40, FIRST + 55, 0x9_0000, 0xf_ffff];

check('where the VM has no memory, the access ends in an access fault', async (lab) => {
  const address = 0x40_3004;
  const spread = { base: 0x8001_0000, pages: 16, holes: [1, 5] };
  const inSpread = (steps: Situation['steps']): Situation => ({ vms: [spread], steps });
  const own = 0x8_0010; // the first frame of the VM that begins in the middle of a superpage
  const spreadWords = {
    [0x8001_0000 + 4]: (own + 2) * 1024 + V,
    [0x8001_0000 + 8]: (own + 1) * 1024 + V, // its table is in the hole
    [0x8001_0000 + 12]: FIRST * 1024 + ALL,
    ...Object.fromEntries(
      [0, 1, 4, 5, 6, 15, 16].map((n) => [0x8001_2000 + 4 * n, (own + n) * 1024 + ALL] as const),
    ),
  };
  const spreadAddresses = [
    ...[0, 1, 4, 5, 6, 15, 16].map((n) => 0x40_0000 + n * 0x1000),
    0x80_0000,
    ...[0, 15, 16, 17, 20, 21, 22, 31, 32].map((n) => 0xc0_0000 + n * 0x1000), // through the superpage
  ];
  const make = (): Situation[] => [
    ...nowhere.flatMap((frame) => [
      ...each({}, address, { satp: SATP_MODE_SV32 + frame }),
      ...each({ [ROOT + 4]: frame * 1024 + V }, address),
      ...each(page(address, frame, ALL), address),
      ...each(page(address, frame, ALL | U), address, { mode: PROCESS }),
      // What is forbidden, and what is not there at all, is a page fault first.
      ...each(page(address, frame, ALL | U), address),
      ...each(page(address, frame, R | A | V), address),
      ...each(page(address, frame, ALL & ~V), address),
      ...each({ [ROOT + 4]: frame * 1024 }, address),
    ]),
    ...[0, 0x1f, 0x20, 0x21, 0x3ff].flatMap((n) =>
      each(superpage(0x40_0000, FIRST, ALL), 0x40_0000 + n * 0x1000),
    ),
    ...[0, FIRST + 0x400, 0x8_0c00].flatMap((frame) => each(superpage(address, frame, ALL), address)),
    ...spreadAddresses.map((at) =>
      inSpread([
        { write: spreadWords },
        { address: at, kind: 'load', mode: KERNEL, satp: SATP_MODE_SV32 + own },
      ]),
    ),
  ];
  await claimLikeHardware(lab, named(lab, 'nowhere', make));
});

check('guest-physical addresses have 34 bits', async (lab) => {
  const address = 0x40_3004;
  const high = [1, 2, 3].map((n) => n * 0x10_0000); // what 32 bits would cut from a frame number
  const cut = high.flatMap((more) => [
    ...each(page(address, FIRST + 4, ALL), address, { satp: satp + more }),
    ...each(page(address, FIRST + 4, ALL, (frames.table + more) * 1024 + V), address),
    ...each(page(address, FIRST + 4 + more, ALL), address),
    ...each(superpage(address, FIRST + more, ALL), address),
    ...each(page(address, UART_BASE / 4096 + more, ALL), address),
  ]);
  // VMs whose memory lies up there: the tables, the root and the pages.
  const above = [0x1_0000_0000, 0x2_8000_0000, 0x3_fffe_0000].flatMap((base): Situation[] => {
    const first = base / 4096;
    const write = {
      [base + 0x1004]: ((first + 2) * 1024 + V) >>> 0,
      [base + 0x200c]: ((first + 31) * 1024 + (R | W | V)) >>> 0,
      [base + 0x1008]: (Math.floor(first / 1024) * 1024 * 1024 + ALL) >>> 0,
    };
    const inSuperpage = 0x80_0000 + ((first + 7) % 1024) * 4096 + 8;
    return [address, inSuperpage].flatMap((at) =>
      kinds.map((kind) => ({
        vms: [{ base, pages: 32 }],
        steps: [
          { write },
          { address: at, kind, mode: KERNEL, satp: (SATP_MODE_SV32 + first + 1) >>> 0 },
          { address: at, kind, mode: KERNEL, satp: SATP_MODE_SV32 + ((first + 1) % 0x10_0000) },
        ],
      })),
    );
  });
  await claimLikeHardware(lab, { situations: [...cut, ...above] });
});

check('devices are reached by loads and stores, at their guest-physical address', async (lab) => {
  const at = (offset: number) => 0x40_3000 + offset;
  const offsets = [0, 1, 5, UART_BYTES - 1, UART_BYTES, 0xfff];
  const [serial, finisher] = [UART_BASE / 4096, 0x100];
  const make = (): Situation[] => [
    ...offsets.flatMap((offset) => [
      ...each(page(at(0), serial, ALL), at(offset)),
      ...each(page(at(0), serial, ALL | U), at(offset), { mode: PROCESS }),
      ...each({}, UART_BASE + offset, { satp: 0 }),
      ...each({}, UART_BASE + offset, { satp: 0, mode: PROCESS }),
      ...each(superpage(0xffc0_0000, serial, ALL), 0xffc0_0000 + offset), // the first page of a superpage
    ]),
    ...each(page(at(0), finisher, ALL), at(0)),
    ...each(superpage(0x40_0000, 0, ALL), 0x40_0000 + finisher * 4096), // in the middle of one
    ...each(superpage(0x40_0000, 0, ALL), 0x40_0000 + (finisher - 1) * 4096),
    ...each(page(at(0), serial, X | W | R | V), at(4)), // A and D are set for a device too
    ...each(page(at(0), serial, ALL | U), at(4)),
    ...each(page(at(0), serial, R | A | V), at(4)),
    ...each(page(at(0), serial, ALL & ~V), at(4)),
    // Where the VM has memory, no device answers, whatever else is at this address.
    ...kinds.map((kind): Situation => ({
      vms: [{ base: UART_BASE, pages: 4 }],
      steps: [{ address: UART_BASE + 4, kind, mode: KERNEL, satp: 0 }],
    })),
    // Of two VMs, one has these devices and the other one has none.
    {
      vms: [EXAMPLE_VM, { ...EXAMPLE_VM, devices: false }],
      steps: [0, 1, 0].map((vm) => ({ vm, address: UART_BASE, kind: 'load', mode: KERNEL, satp: 0 })),
    },
    // Tables are read from memory alone.
    ...each({}, at(0), { satp: SATP_MODE_SV32 + serial }),
    ...each({ [ROOT + 4]: serial * 1024 + V }, at(0)),
  ];
  await claimLikeHardware(lab, named(lab, 'devices', make));
});

check('each fault is looked up anew, for each address space and each VM', async (lab) => {
  const address = 0x40_3004;
  const step = (kind: AccessStep['kind'], more: Partial<AccessStep> = {}): AccessStep => ({
    address,
    kind,
    mode: KERNEL,
    satp,
    ...more,
  });
  const leaf = (frame: number, bits: number): WriteStep => ({ write: { [TABLE + 12]: frame * 1024 + bits } });
  const pointer = (frame: number): WriteStep => ({ write: { [ROOT + 4]: frame * 1024 + V } });
  const other = { satp: satp + 0x10 };
  const tables: WriteStep = {
    write: {
      ...page(address, FIRST + 4, ALL),
      [ROOT + 0x1_0000 + 4]: (frames.table + 0x10) * 1024 + V,
      [TABLE + 0x1_0000 + 12]: (FIRST + 6) * 1024 + ALL,
    },
  };
  const [a, b] = [{ vm: 0 }, { vm: 1 }];
  const inVm = (vm: number, words: WriteStep): WriteStep => ({ ...words, vm });
  const make = (): Situation[] => [
    // The guest changes its tables. Nobody tells the part.
    {
      steps: [
        ...[tables, step('load'), leaf(FIRST + 5, ALL), step('load'), step('store')],
        ...[leaf(FIRST + 5, R | V), step('load'), step('store'), step('fetch')],
        ...[leaf(FIRST + 5, R | W | V), step('load'), step('store'), step('load')],
        ...[leaf(FIRST + 5, R | W | V), step('load'), leaf(0, 0), step('load')],
        ...[pointer(frames.table + 0x10), step('load'), pointer(frames.table), step('load')],
        ...[leaf(FIRST + 7, ALL), step('load'), { write: { [ROOT + 4]: 0 } }, step('load')],
        ...[{ write: superpage(address, FIRST, ALL) }, step('load'), pointer(frames.table), step('load')],
      ],
    },
    // Two address spaces, two modes, SUM and MXR in turn.
    {
      steps: [
        ...[tables, step('load'), step('load', other), step('load'), step('store', other)],
        ...[
          step('load', { satp: 0 }),
          step('load', { mode: PROCESS }),
          step('load'),
          step('load', { satp: 0 }),
        ],
        ...[
          leaf(FIRST + 4, X | U | A | V),
          step('load', { sum: true }),
          step('load', { sum: true, mxr: true }),
        ],
        ...[
          step('load', { mxr: true }),
          step('load', { sum: true }),
          step('fetch', { mode: PROCESS, mxr: true }),
        ],
        ...[step('fetch', { mode: PROCESS }), step('load', { mode: PROCESS, mxr: true })],
      ],
    },
    // Neighbouring pages, and the same one again.
    {
      steps: [
        ...[
          { write: { ...page(address, FIRST + 4, ALL), [TABLE + 16]: (FIRST + 9) * 1024 + (R | V) } },
          step('load'),
        ],
        ...[step('load', { address: address + 0x1000 }), step('load', { address: address + 0x2000 })],
        ...[step('load', { address: address + 0x40_0000 }), step('store')],
      ],
    },
    // Two VMs with the same addresses, tables and satp.
    {
      vms: [
        { base: 0x8000_0000, pages: 32 },
        { base: 0x8000_0000, pages: 32 },
      ],
      steps: [
        ...[inVm(0, tables), inVm(1, tables), step('load', a), step('load', b), step('store', a)],
        ...[
          inVm(1, leaf(FIRST + 8, R | W | V)),
          step('load', a),
          step('load', b),
          step('store', b),
          step('load', a),
        ],
        ...[inVm(0, leaf(FIRST + 8, 0)), step('load', b), step('load', a), step('load', b)],
        ...[
          step('load', { ...b, satp: 0, address: 0x8000_4000 }),
          step('load', { ...a, satp: 0, address: 0x8000_4000 }),
        ],
      ],
    },
    {
      vms: [
        { base: 0x8000_0000, pages: 32 },
        { base: 0x8000_0000, pages: 3 }, // its guest frame 4 is nowhere
      ],
      steps: [
        ...[inVm(0, tables), { vm: 1, write: page(address, FIRST + 4, ALL) }],
        ...[step('load', a), step('load', b), step('load', a)],
      ],
    },
  ];
  await claimLikeHardware(lab, named(lab, 'a fault anew', make));
});

check('random page tables are composed as hardware with two stages composes them', async (lab) => {
  const all = lab.once('random tables', lab.seed, (seed): Asked => {
    const random = xorshift(seed);
    return { situations: Array.from({ length: SITUATIONS }, () => randomTables(random())) };
  });
  const observed = await lab.call<Observed[][]>('accesses', all);
  const wanted = hardwareAnswers(lab, all);
  for (const [i, situation] of all.situations.entries()) {
    const wrong = observed[i]!.findIndex((came, j) => told(came) !== wanted[i]![j]!);
    if (wrong >= 0) {
      await claimLikeHardware(lab, { situations: [onlyAccess(situation, wrong)] });
      await claimLikeHardware(lab, { situations: [situation] }); // what fails only after the accesses before it
    }
  }
});

/** The situation up to its access of this number, without the accesses before. */
function onlyAccess({ steps, ...rest }: Situation, number: number): Situation {
  const end = steps.indexOf(steps.filter((step) => !('write' in step))[number]!);
  return { ...rest, steps: steps.slice(0, end + 1).filter((step, i) => i === end || 'write' in step) };
}

const SAME = 'the same, step by step';
const guest = (source: string): BareGuest => ({ source, memoryBytes: 256 * 1024, budget: 2000 });

/** Claims that the guest has not noticed in what kind of computer it ran. */
function claimSame(lab: Lab, name: string, one: BareGuest, inVm: Run): void {
  const bare = lab.bare(one);
  const said = `what ${name} did, compared with the bare machine,`;
  claim(said, compareRuns(bare, inVm, bare.listing) ?? SAME).toBe(SAME);
}

check('random kernels with page tables run as on the bare machine, alone and beside others', async (lab) => {
  const kernels = lab.once('random kernels', lab.seed, (seed) => {
    const random = xorshift(seed);
    return Array.from({ length: KERNELS + 2 }, () => guest(randomPagingKernel(random())));
  });
  for (const kernel of kernels.slice(0, KERNELS)) {
    claimSame(lab, 'a random kernel', kernel, await lab.call<Run>('run', kernel));
  }
  const together = lab.once('four guests', kernels, (all) => {
    const [one, other] = all.slice(KERNELS) as [BareGuest, BareGuest];
    return { guests: [guest(addressSpaces), one, guest(addressSpaces), other] };
  });
  const runs = await lab.call<Run[]>('together', together);
  for (const [i, each] of together.guests.entries()) {
    claimSame(lab, `guest ${i} of four`, each, runs[i]!);
  }
});
