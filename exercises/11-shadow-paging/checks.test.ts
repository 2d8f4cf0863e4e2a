/** The visible checks of exercise 11: single accesses by the rules of the task page, and small guests beside the bare machine. */
import { addressSpaces, processes, ticker } from '../../src/guests/index.js';
import { compareRuns, type GuestAccess, type Run } from '../../src/hypervisor/index.js';
import {
  Mode,
  PTE_A as A,
  PTE_D as D,
  PTE_G as G,
  PTE_R as R,
  PTE_U as U,
  PTE_V as V,
  PTE_W as W,
  PTE_X as X,
  SATP_MODE_SV32,
} from '../../src/machine/index.js';

/** The VM of the task page's examples: 32 pages from 0x8000_0000 on. */
const FIRST = 0x8_0000;
const ROOT = 0x8000_1000;
const TABLE = 0x8000_2000;
const satp = SATP_MODE_SV32 + 0x8_0001;
const kinds = ['fetch', 'load', 'store'] as const;
const { Supervisor: KERNEL, User: PROCESS } = Mode;
/** A page of the kernel for which nothing is left to be marked. */
const ALL = D | A | X | W | R | V;

const entry = (frame: number, flags: number): number => frame * 1024 + flags;

/** A number as the checks write it: 12, 0x4000, 0x8000_0000. */
const told = (value: number) =>
  value < 0x1000 ? String(value) : `0x${value.toString(16).replace(/\B(?=(.{4})+$)/g, '_')}`;

/** An entry as the checks write it: PPN 0x8_0003 DA--XWRV. */
function toldEntry(value: number): string {
  const flags = [...'DAGUXWRV'].map((flag, i) => ((value >>> (7 - i)) & 1 ? flag : '-')).join('');
  const software = (value >>> 8) & 3;
  return `PPN ${told(value >>> 10)} ${flags}${software === 0 ? '' : ` RSW ${software}`}`;
}

type Words = Readonly<Record<number, number>>;
interface Guest {
  /** Default: the kernel. */
  readonly mode?: number;
  readonly satp?: number;
  readonly sum?: boolean;
  readonly mxr?: boolean;
}
interface Case extends GuestAccess, Guest {
  readonly words: Words;
  readonly vm?: { readonly base: number; readonly pages: number };
  readonly answer: string;
  /** Not compared where it is left out. */
  readonly rights?: string;
  /** Entries that are others afterwards. */
  readonly changed?: Words;
}

const mapped = (guestFrame: number) => `{ kind: 'map', frame: frameOf(${told(guestFrame)}) }`;
const rights = (read: boolean, write: boolean, execute: boolean) =>
  `read: ${read}, write: ${write}, execute: ${execute}`;
const [pageFault, accessFault] = ["{ kind: 'page fault' }", "{ kind: 'access fault' }"];

/** Translates each access by itself, all with the same part, and claims its answer and every entry that it changes. */
async function claimCases(lab: Lab, cases: readonly Case[]): Promise<void> {
  const situations = cases.map(({ words, vm, address, kind, mode = KERNEL, sum, mxr, ...rest }) => ({
    ...(vm && { vms: [vm] }),
    steps: [{ write: words }, { address, kind, mode, satp: rest.satp ?? satp, sum, mxr }],
  }));
  type Observed = { what: string; answer: string; rights: string; changed: string };
  const observed = await lab.call<Observed[][]>('accesses', { situations });
  for (const [i, one] of cases.entries()) {
    const [came] = observed[i]!;
    const changed = Object.entries(one.changed ?? {}).map(
      ([address, value]) => `[${told(Number(address))}] = ${toldEntry(value)}`,
    );
    const lines = (answer: string, right: string, entries: string) =>
      [answer, ...(one.rights === undefined ? [] : [right]), entries]
        .filter((line) => line !== '')
        .join('\n');
    claim(came!.what, lines(came!.answer, came!.rights, came!.changed)).toBe(
      lines(one.answer, one.rights ?? '', changed.join('\n')),
    );
  }
}

/** The entries of a page of 4 KiB at `address`, with the leaf in TABLE. */
const page = (address: number, leaf: number, pointer = entry(TABLE / 4096, V)): Words => ({
  [ROOT + 4 * (address >>> 22)]: pointer,
  [leafAt(address)]: leaf,
});
const leafAt = (address: number) => TABLE + 4 * ((address >>> 12) & 0x3ff);
const rootAt = (address: number) => ROOT + 4 * (address >>> 22);

check('without a page table, an address is guest-physical and every access is allowed', async (lab) => {
  const vm = { base: 0x20_0000, pages: 4 };
  const everything = rights(true, true, true);
  const bare = (address: number, frame: number | undefined, guest: Guest & { vm?: typeof vm } = {}) =>
    kinds.map((kind) => ({
      words: {},
      address,
      kind,
      satp: 0,
      ...guest,
      answer: frame === undefined ? accessFault : mapped(frame),
      rights: frame === undefined ? '' : everything,
    }));
  await claimCases(lab, [
    ...bare(0x8000_3124, FIRST + 3),
    ...bare(0x8000_0000, FIRST, { mode: PROCESS }),
    ...bare(0x8001_ffff, FIRST + 31, { sum: true, mxr: true }),
    ...bare(0x8000_5000, FIRST + 5, { satp: 0x8_0001 }), // MODE is 0, whatever the other bits are
    ...bare(0x8000_5000, FIRST + 5, { satp: 0x7fff_ffff, mode: PROCESS }),
    ...bare(0x20_3008, 0x203, { vm }),
    ...bare(0x8002_0000, undefined),
    ...bare(0x7fff_ffff, undefined),
    ...bare(0xffff_fffc, undefined),
    ...bare(0x1f_f000, undefined, { vm }),
    ...bare(0x20_4000, undefined, { vm }),
  ]);
});

check("two levels of tables lead to the guest's page, and its machine frame is mapped", async (lab) => {
  const addresses = [
    0, 0x40_0004, 0x40_1000, 0x7fff_ffff, 0x8000_0000, 0x8040_2123, 0xc020_1abc, 0xffff_ffff,
  ];
  const cases = addresses.flatMap((address, i) =>
    kinds.map((kind) => ({
      words: page(address, entry(FIRST + 3 + i, ALL)),
      address,
      kind,
      answer: mapped(FIRST + 3 + i),
    })),
  );
  const one = { address: 0x40_5678, kind: 'load' } as const;
  const leaf = entry(FIRST + 9, ALL);
  await claimCases(lab, [
    ...cases,
    // The table is wherever the pointer says, in the first page or the last; the root is wherever satp says.
    { ...one, words: { [ROOT + 4]: entry(FIRST, V), [0x8000_0014]: leaf }, answer: mapped(FIRST + 9) },
    { ...one, words: { [ROOT + 4]: entry(FIRST + 31, V), [0x8001_f014]: leaf }, answer: mapped(FIRST + 9) },
    {
      ...one,
      words: { [0x8001_f004]: entry(TABLE / 4096, V), [leafAt(one.address)]: leaf },
      satp: SATP_MODE_SV32 + FIRST + 31,
      answer: mapped(FIRST + 9),
    },
    // Guest frame 0 is memory like all others where a VM has it: for the root, the table and the page.
    ...[
      [0, 1, 2],
      [1, 0, 2],
      [1, 2, 0],
    ].map(([root, table, frame]): Case => ({
      ...one,
      vm: { base: 0, pages: 4 },
      satp: SATP_MODE_SV32 + root!,
      words: { [root! * 4096 + 4]: entry(table!, V), [table! * 4096 + 4 * 5]: entry(frame!, ALL) },
      answer: mapped(frame!),
    })),
    // A root that is its own table: the second level reads the root again.
    {
      address: 0x40_2000,
      kind: 'store',
      words: { [ROOT + 4]: entry(ROOT / 4096, V), [ROOT + 8]: leaf },
      answer: mapped(FIRST + 9),
    },
    // G, the bits for software and the ASID mean nothing here.
    { ...one, words: page(one.address, leaf | G | 0x300), answer: mapped(FIRST + 9) },
    { ...one, words: page(one.address, leaf, entry(TABLE / 4096, V | G | 0x300)), answer: mapped(FIRST + 9) },
    { ...one, words: page(one.address, leaf), satp: satp + 0x7fc0_0000, answer: mapped(FIRST + 9) },
  ]);
});

check("where the guest's table has no page, its kernel gets a page fault", async (lab) => {
  const address = 0x40_1008;
  const good = entry(FIRST + 5, ALL);
  const tables: readonly Words[] = [
    {},
    { [rootAt(address)]: entry(TABLE / 4096, V) },
    page(address, good & ~V),
    page(address, good, entry(TABLE / 4096, 0)), // what lies beyond an entry without V does not count
    { [rootAt(address)]: entry(FIRST, ALL & ~V) },
    page(address, 0x3ff & ~V),
    // A pointer at the last level, where only a page can be: it is not followed, not even to a page.
    { ...page(address, entry(0x8_0003, V)), [0x8000_3004]: good, [0x8000_3000]: good },
    page(address, entry(ROOT / 4096, V | G)),
    page(address, entry(0x9_0000, V)),
  ];
  const guests: readonly Guest[] = [{}, { mode: PROCESS }, { sum: true, mxr: true }];
  await claimCases(
    lab,
    tables.flatMap((words) =>
      guests.flatMap((guest) => kinds.map((kind) => ({ words, address, kind, ...guest, answer: pageFault }))),
    ),
  );
});

check('of a superpage, the page of the address is mapped', async (lab) => {
  const superpage = (address: number, frame: number, answer: string): Case[] =>
    kinds.map((kind) => ({ words: { [rootAt(address)]: entry(frame, ALL) }, address, kind, answer }));
  await claimCases(lab, [
    ...superpage(0x8000_3124, FIRST, mapped(FIRST + 3)),
    ...superpage(0x0040_0000, FIRST, mapped(FIRST)),
    ...superpage(0xffc1_ffff, FIRST, mapped(FIRST + 31)),
    ...superpage(0x0001_0004, FIRST, mapped(FIRST + 16)),
    // Misaligned: some of the low ten bits of its PPN are not 0.
    ...[1, 2, 4, 8, 0x10, 0x20, 0x40, 0x80, 0x100, 0x200, 0x3ff].flatMap((low) =>
      superpage(0x0040_0000, FIRST + low, pageFault),
    ),
    ...superpage(0x0040_1000, FIRST + 1, pageFault),
    // A page of 4 KiB may lie anywhere.
    {
      words: page(0x3000, entry(FIRST + 0x11, ALL)),
      address: 0x3000,
      kind: 'load',
      answer: mapped(FIRST + 0x11),
    },
  ]);
});

/** The leaves that R, W and X may make, and which accesses each allows. */
const leaves = [
  { flags: R, allows: ['load'] },
  { flags: X, allows: ['fetch'] },
  { flags: R | W, allows: ['load', 'store'] },
  { flags: R | X, allows: ['load', 'fetch'] },
  { flags: R | W | X, allows: ['load', 'store', 'fetch'] },
] as const satisfies readonly { flags: number; allows: readonly (typeof kinds)[number][] }[];

check('R, W and X say which accesses a page allows', async (lab) => {
  const address = 0x40_3004;
  await claimCases(
    lab,
    leaves.flatMap(({ flags, allows }) =>
      [KERNEL, PROCESS].flatMap((mode) =>
        kinds.flatMap((kind): Case[] => {
          const leaf = flags | A | D | V | (mode === PROCESS ? U : 0);
          const allowed = (allows as readonly string[]).includes(kind);
          const one = { address, kind, mode };
          return [
            {
              ...one,
              words: page(address, entry(FIRST + 4, leaf)),
              answer: allowed ? mapped(FIRST + 4) : pageFault,
            },
            {
              ...one,
              words: { [rootAt(address)]: entry(FIRST, leaf) },
              answer: allowed ? mapped(FIRST + 3) : pageFault,
            },
          ];
        }),
      ),
    ),
  );
});

check('user pages are for processes, all others for the kernel', async (lab) => {
  const address = 0x40_3004;
  const cases = (flags: number, guest: Guest, allowed: readonly string[]): Case[] =>
    kinds.flatMap((kind): Case[] => {
      const one = { address, kind, ...guest };
      const yes = allowed.includes(kind);
      return [
        {
          ...one,
          words: page(address, entry(FIRST + 4, flags)),
          answer: yes ? mapped(FIRST + 4) : pageFault,
        },
        {
          ...one,
          words: { [rootAt(address)]: entry(FIRST, flags) },
          answer: yes ? mapped(FIRST + 3) : pageFault,
        },
      ];
    });
  await claimCases(lab, [
    ...cases(ALL | U, { mode: PROCESS }, kinds),
    ...cases(ALL | U, { mode: PROCESS, sum: true }, kinds),
    ...cases(ALL, { mode: PROCESS }, []),
    ...cases(ALL, { mode: PROCESS, sum: true }, []),
    ...cases(ALL, {}, kinds),
    ...cases(ALL, { sum: true }, kinds),
    ...cases(ALL | U, {}, []),
    ...cases(ALL | U, { sum: true }, ['load', 'store']), // SUM lets the kernel never fetch
  ]);
});

check("A and D are set in the guest's entry, and only by an access that is allowed", async (lab) => {
  const address = 0x40_3004;
  const [frame, leaf, first] = [FIRST + 4, leafAt(address), rootAt(address)];
  const marked = (kind: (typeof kinds)[number], before: number, after: number): Case[] => [
    {
      words: page(address, entry(frame, before)),
      address,
      kind,
      answer: mapped(frame),
      changed: before === after ? {} : { [leaf]: entry(frame, after) },
    },
    {
      words: { [first]: entry(FIRST, before) },
      address,
      kind,
      answer: mapped(FIRST + 3),
      changed: before === after ? {} : { [first]: entry(FIRST, after) },
    },
  ];
  const clean = X | W | R | V;
  const refused = (words: Words, guest: Guest = {}): Case[] =>
    kinds.map((kind) => ({ words, address, kind, ...guest, answer: pageFault }));
  await claimCases(lab, [
    ...marked('load', clean, clean | A),
    ...marked('fetch', clean, clean | A),
    ...marked('store', clean, clean | A | D),
    ...marked('store', clean | A, clean | A | D),
    ...marked('store', clean | D, clean | A | D),
    ...marked('load', clean | D, clean | A | D),
    ...marked('fetch', clean | D, clean | A | D),
    ...kinds.flatMap((kind) => marked(kind, ALL, ALL)),
    ...marked('load', clean | A, clean | A),
    ...marked('store', clean | G | 0x300, clean | A | D | G | 0x300), // all other bits stay as they are
    ...marked('load', R | V, R | A | V),
    {
      words: page(address, 0xffff_ffff - A), // every other bit is 1, so that its frame is the last of 34 bits
      address,
      kind: 'load',
      mode: PROCESS,
      answer: accessFault,
      changed: { [leaf]: 0xffff_ffff },
    },
    ...refused(page(address, entry(frame, clean)), { mode: PROCESS }),
    ...refused(page(address, entry(frame, clean | U))),
    ...refused({ [first]: entry(FIRST + 1, clean) }), // misaligned
    ...refused(page(address, entry(frame, clean & ~V))),
    { words: page(address, entry(frame, R | X | V)), address, kind: 'store', answer: pageFault },
    { words: page(address, entry(frame, R | W | V)), address, kind: 'fetch', answer: pageFault },
    { words: page(address, entry(frame, X | V)), address, kind: 'load', answer: pageFault },
    // The walk marks the entry before anybody looks for memory at the address that it has found.
    {
      words: page(address, entry(0x9_0000, clean)),
      address,
      kind: 'load',
      answer: accessFault,
      changed: { [leaf]: entry(0x9_0000, clean | A) },
    },
    {
      words: page(address, entry(0x9_0000, clean)),
      address,
      kind: 'store',
      answer: accessFault,
      changed: { [leaf]: entry(0x9_0000, clean | A | D) },
    },
  ]);
});

check("what is mapped allows what needs no change of the guest's entry, and no more", async (lab) => {
  const address = 0x40_3004;
  const cases = leaves.flatMap(({ flags, allows }) =>
    allows.flatMap((kind) =>
      [0, A, D, A | D].flatMap((ad) =>
        [KERNEL, PROCESS].flatMap((mode): Case[] => {
          const before = flags | V | ad | (mode === PROCESS ? U : 0);
          const after = before | A | (kind === 'store' ? D : 0);
          const right = rights((flags & R) !== 0, (flags & W) !== 0 && (after & D) !== 0, (flags & X) !== 0);
          const one = { address, kind, mode, rights: right };
          const [leaf, first] = [leafAt(address), rootAt(address)];
          const same = before === after;
          return [
            {
              ...one,
              words: page(address, entry(FIRST + 4, before)),
              answer: mapped(FIRST + 4),
              changed: same ? {} : { [leaf]: entry(FIRST + 4, after) },
            },
            {
              ...one,
              words: { [first]: entry(FIRST, before) },
              answer: mapped(FIRST + 3),
              changed: same ? {} : { [first]: entry(FIRST, after) },
            },
          ];
        }),
      ),
    ),
  );
  const userPage = page(address, entry(FIRST + 4, ALL | U));
  await claimCases(lab, [
    ...cases,
    // A kernel with SUM may load and store there, and not fetch.
    {
      words: userPage,
      address,
      kind: 'load',
      sum: true,
      answer: mapped(FIRST + 4),
      rights: rights(true, true, false),
    },
    {
      words: userPage,
      address,
      kind: 'store',
      sum: true,
      answer: mapped(FIRST + 4),
      rights: rights(true, true, false),
    },
  ]);
});

const SAME = 'the same, step by step';

check('kernels with page tables run as on the bare machine', async (lab) => {
  const guests = { addressSpaces, processes, ticker };
  for (const [name, source] of Object.entries(guests)) {
    const guest = { source, memoryBytes: 256 * 1024, budget: 2000 };
    const bare = lab.bare(guest);
    const inVm = await lab.call<Run>('run', guest);
    const difference = compareRuns(bare, inVm, bare.listing);
    claim(`what the guest ${name} did, compared with the bare machine`, difference ?? SAME).toBe(SAME);
  }
});
