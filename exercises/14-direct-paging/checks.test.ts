/** The visible checks of exercise 14: single operations on the machine of the task page, and what each answers and changes. */
import {
  PTE_A as A,
  PTE_D as D,
  PTE_G as G,
  PTE_R as R,
  PTE_U as U,
  PTE_V as V,
  PTE_W as W,
  PTE_X as X,
} from '../../src/machine/index.js';

/** Frames of VM 0: two roots, three tables below them, pages of data, and the last, which VM 1 may write. */
const [ROOT, ROOT2, TABLE, TABLE2, TABLE3, DATA, DATA2, , SPARE, GRANTED] = Array.from(
  { length: 10 },
  (_, i) => 0x8_0000 + i,
) as [number, number, number, number, number, number, number, number, number, number];
/** Frames of VM 1: a root, a table, data, and the two that VM 0 may read and write. */
const [ROOT_1, TABLE_1, DATA_1, READABLE_1, WRITABLE_1] = [0x8_0010, 0x8_0011, 0x8_0012, 0x8_0018, 0x8_0019];
/** Frames of the VMM: all may read the first, VM 0 may write the second, nobody may map the third. */
const [LENT, SHARED, VMM] = [0x8_0020, 0x8_0021, 0x8_0022];
/** Numbers without a frame. */
const NOWHERE = [0, 0x7_ffff, 0x8_0023, 0x18_0005, 0x3f_ffff];

/** Flags of pages: for loads, and for stores too. */
const RO = A | U | R | V;
const RW = D | A | U | W | R | V;
const entry = (frame: number, flags: number): number => (frame * 1024 + flags) >>> 0;
const pointer = (frame: number): number => entry(frame, V);

const told = (value: number) =>
  value < 0x1000 ? String(value) : `0x${value.toString(16).replace(/\B(?=(.{4})+$)/g, '_')}`;

/** A word as the checks write it: [0x8_0002, 7] = PPN 0x8_0005 DA-U-WRV. */
function word(frame: number, index: number, value: number): string {
  const flags = [...'DAGUXWRV'].map((flag, i) => ((value >>> (7 - i)) & 1 ? flag : '-')).join('');
  const software = (value >>> 8) & 3;
  const said = `PPN ${told(value >>> 10)} ${flags}${software === 0 ? '' : ` RSW ${software}`}`;
  return `[${told(frame)}, ${index}] = ${said}`;
}

const is = (frame: number, type: string, uses: number, references: number, pinned = false) =>
  `${told(frame)} is ${type}, uses ${uses}, references ${references}${pinned ? ', pinned' : ''}`;
/** A frame that nothing refers to any more. */
const free = (frame: number) => is(frame, 'none', 0, 0);

type Step = { readonly op: string; readonly [field: string]: unknown };
const pin = (frame: number, level: number, vm = 0): Step => ({ op: 'pin', vm, frame, level });
const unpin = (frame: number, vm = 0): Step => ({ op: 'unpin', vm, frame });
const update = (updates: readonly (readonly [number, number, number])[], vm = 0): Step => ({
  op: 'update',
  vm,
  updates: updates.map(([frame, index, value]) => ({ frame, index, entry: value })),
});
const setBase = (base: 'kernel' | 'user', root: number | null, vm = 0): Step => ({
  op: 'setBase',
  vm,
  base,
  root,
});
/** The hardware sets A, and D where it may. */
const mark = (frame: number, index: number): Step => ({ op: 'touch', frame, index });
const end = (vm: number): Step => ({ op: 'end', vm });

type Done = readonly string[];
const fine = (...changes: string[]): Done => ['answers 0', ...changes];
const updated = (count: number, ...changes: string[]): Done => [
  `answers { error: 0, done: ${count} }`,
  ...changes,
];
const [INVALID, DENIED, BUSY] = ['-3 (InvalidParam)', '-4 (Denied)', '-16 (Busy)'];
const NOT_PINNED: Done = ['answers -22 (NotPinned)'];
const refused = (error: string): Done => [`answers ${error}`];
const stopped = (error: string, done = 0, ...changes: string[]): Done => [
  `answers { error: ${error}, done: ${done} }`,
  ...changes,
];

type Words = Readonly<Record<number, Readonly<Record<number, number>>>>;
interface Case {
  readonly words?: Words;
  readonly full?: Readonly<Record<number, number>>;
  /** What each step answers and changes. A step without it is only made. */
  readonly steps: readonly (readonly [Step, Done?])[];
}
interface Observed {
  readonly what: string;
  readonly done: string;
  readonly reads: number;
}

/** Makes the steps of each case on a machine of its own, and claims what each answers and changes. */
async function claimCases(lab: Lab, cases: readonly Case[]): Promise<void> {
  const situations = cases.map(({ steps, ...rest }) => ({ ...rest, steps: steps.map(([step]) => step) }));
  const observed = await lab.call<Observed[][]>('steps', { situations });
  for (const [i, { steps }] of cases.entries()) {
    const asked = steps.filter(([{ op }]) => op !== 'touch'); // nothing is observed of what the part is not asked for
    for (const [j, [, done]] of asked.entries()) {
      if (done) {
        const { what, done: came } = observed[i]![j]!;
        claim(what, came).toBe(done.join('\n'));
      }
    }
  }
}

check('an L1 table is pinned, and each page that it maps is counted', async (lab) => {
  const oneEach = (flags: number): Case => ({
    words: { [TABLE]: { 5: entry(DATA, flags) } },
    steps: [
      [
        pin(TABLE, 1),
        fine(is(TABLE, 'l1', 1, 1, true), flags & W ? is(DATA, 'writable', 1, 1) : is(DATA, 'none', 0, 1)),
      ],
    ],
  });
  await claimCases(lab, [
    { steps: [[pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true))]] },
    // Every leaf that may be: what A, D, U, X and the bits for software are does not matter.
    ...[R, R | X, X, R | W, R | W | X].flatMap((rwx) =>
      [0, A, D, U, A | D | U, 0x300].map((more) => oneEach(rwx | more | V)),
    ),
    {
      // The first entry and the last; one frame several times, for loads and for stores.
      words: {
        [TABLE]: { 0: entry(DATA, RO), 7: entry(DATA2, RW), 9: entry(DATA2, RO), 1023: entry(DATA2, RW) },
      },
      steps: [
        [
          pin(TABLE, 1),
          fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'none', 0, 1), is(DATA2, 'writable', 2, 3)),
        ],
      ],
    },
    {
      // An entry without V uses nothing, whatever else is in it.
      words: { [TABLE]: { 0: entry(ROOT_1, RW & ~V), 1: 0xffff_fffe, 2: entry(TABLE, RW & ~V) } },
      steps: [[pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true))]],
    },
    {
      // A table may be read by its VM, also through itself.
      words: { [TABLE]: { 3: entry(TABLE, RO), 4: entry(TABLE2, RO) } },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 2, true), is(TABLE2, 'none', 0, 1))],
        [pin(TABLE2, 1), fine(is(TABLE2, 'l1', 1, 2, true))],
      ],
    },
    {
      full: { [TABLE]: entry(DATA, RW), [TABLE2]: entry(DATA, RO) },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'writable', 1024, 1024))],
        [pin(TABLE2, 1), fine(is(TABLE2, 'l1', 1, 1, true), is(DATA, 'writable', 1024, 2048))],
      ],
    },
    {
      words: { [TABLE]: { 1: entry(DATA, RW) }, [TABLE_1]: { 1: entry(DATA_1, RW) } },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'writable', 1, 1))],
        [pin(TABLE_1, 1, 1), fine(is(TABLE_1, 'l1', 1, 1, true), is(DATA_1, 'writable', 1, 1))],
      ],
    },
  ]);
});

check('an update changes one entry, and the counts follow', async (lab) => {
  const root = {
    [ROOT]: { 0: pointer(TABLE) },
    [TABLE]: { 0: entry(DATA, RW) },
    [TABLE2]: { 4: entry(DATA2, RW) },
  };
  await claimCases(lab, [
    {
      steps: [
        [pin(TABLE, 1)],
        [
          update([[TABLE, 0, entry(DATA, RO)]]),
          updated(1, word(TABLE, 0, entry(DATA, RO)), is(DATA, 'none', 0, 1)),
        ],
        [
          update([[TABLE, 0, entry(DATA, RW)]]),
          updated(1, word(TABLE, 0, entry(DATA, RW)), is(DATA, 'writable', 1, 1)),
        ],
        [
          update([[TABLE, 1023, entry(DATA, RW)]]),
          updated(1, word(TABLE, 1023, entry(DATA, RW)), is(DATA, 'writable', 2, 2)),
        ],
        [
          update([[TABLE, 0, entry(DATA2, RW)]]),
          updated(
            1,
            word(TABLE, 0, entry(DATA2, RW)),
            is(DATA, 'writable', 1, 1),
            is(DATA2, 'writable', 1, 1),
          ),
        ],
        // The same frame with other flags, and the same entry again.
        [update([[TABLE, 0, entry(DATA2, RW | X)]]), updated(1, word(TABLE, 0, entry(DATA2, RW | X)))],
        [update([[TABLE, 0, entry(DATA2, RW | X)]]), updated(1)],
        // What the hardware has marked in the meantime is no other page.
        [
          update([[TABLE, 1023, entry(DATA, R | W | V)]]),
          updated(1, word(TABLE, 1023, entry(DATA, R | W | V))),
        ],
        [mark(TABLE, 1023)],
        [update([[TABLE, 1023, 0]]), updated(1, word(TABLE, 1023, 0), free(DATA))],
      ],
    },
    {
      words: root,
      steps: [
        [pin(ROOT, 2)],
        [
          update([[ROOT, 1, pointer(TABLE2)]]),
          updated(1, word(ROOT, 1, pointer(TABLE2)), is(TABLE2, 'l1', 1, 1), is(DATA2, 'writable', 1, 1)),
        ],
        [
          update([[ROOT, 2, pointer(TABLE2)]]),
          updated(1, word(ROOT, 2, pointer(TABLE2)), is(TABLE2, 'l1', 2, 2)),
        ],
        // A table that hangs on this entry alone stays one while the entry is replaced by its like.
        [update([[ROOT, 0, entry(TABLE, V | 0x200)]]), updated(1, word(ROOT, 0, entry(TABLE, V | 0x200)))],
        [update([[ROOT, 0, 0x1234_5670]]), updated(1, word(ROOT, 0, 0x1234_5670), free(TABLE), free(DATA))],
        [update([[ROOT, 2, 0]]), updated(1, word(ROOT, 2, 0), is(TABLE2, 'l1', 1, 1))],
        // In use below a root, without a pin.
        [
          update([[TABLE2, 4, entry(DATA, RO)]]),
          updated(1, word(TABLE2, 4, entry(DATA, RO)), is(DATA, 'none', 0, 1), free(DATA2)),
        ],
        [
          update([[ROOT, 1, pointer(TABLE)]]),
          updated(
            1,
            word(ROOT, 1, pointer(TABLE)),
            is(TABLE, 'l1', 1, 1),
            free(TABLE2),
            is(DATA, 'writable', 1, 1),
          ),
        ],
      ],
    },
    {
      // An old entry without V has used nothing, so nothing is dropped with it.
      words: { [TABLE]: { 0: entry(DATA, RW & ~V), 1: entry(DATA, RW) }, [ROOT]: { 0: entry(TABLE, 0) } },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'writable', 1, 1))],
        [update([[TABLE, 0, 0]]), updated(1, word(TABLE, 0, 0))],
        [pin(ROOT, 2), fine(is(ROOT, 'l2', 1, 1, true))],
        [update([[ROOT, 0, 0]]), updated(1, word(ROOT, 0, 0))],
      ],
    },
    {
      // What the new entry needs is taken before the old one is dropped.
      words: { [ROOT]: { 0: pointer(TABLE) }, [TABLE]: { 0: entry(TABLE2, RW) } },
      steps: [
        [pin(ROOT, 2)],
        [update([[ROOT, 0, pointer(TABLE2)]]), stopped(BUSY)],
        [update([[ROOT, 0, 0]]), updated(1, word(ROOT, 0, 0), free(TABLE), free(TABLE2))],
        [
          update([[ROOT, 0, pointer(TABLE2)]]),
          updated(1, word(ROOT, 0, pointer(TABLE2)), is(TABLE2, 'l1', 1, 1)),
        ],
      ],
    },
    {
      // A frame that is no table in use holds words, and nobody looks at them: what is written there counts for nothing.
      words: { [TABLE]: { 0: entry(DATA, RW) } },
      steps: [
        [update([[SPARE, 0, entry(DATA_1, RW)]]), updated(1, word(SPARE, 0, entry(DATA_1, RW)))],
        [update([[SPARE, 1, 0xffff_ffff]]), updated(1, word(SPARE, 1, 0xffff_ffff))],
        [update([[SPARE, 0, 0x1234_5670]]), updated(1, word(SPARE, 0, 0x1234_5670))], // without V, too
        [pin(TABLE, 1)],
        [update([[DATA, 2, pointer(DATA)]]), updated(1, word(DATA, 2, pointer(DATA)))],
        [unpin(TABLE)],
        [update([[TABLE, 0, entry(VMM, RW)]]), updated(1, word(TABLE, 0, entry(VMM, RW)))],
        [pin(TABLE, 1), refused(DENIED)],
      ],
    },
  ]);
});

check('an L2 table brings its L1 tables with it', async (lab) => {
  const root = { 0: pointer(TABLE), 1: pointer(TABLE2), 512: pointer(TABLE), 1023: entry(TABLE, V | 0x300) };
  const table = { 0: entry(DATA, RW), 1: entry(ROOT, RO) };
  const table2 = { 7: entry(DATA, RO), 8: entry(TABLE, RO) };
  await claimCases(lab, [
    { steps: [[pin(ROOT, 2), fine(is(ROOT, 'l2', 1, 1, true))]] },
    {
      words: { [ROOT]: root, [TABLE]: table, [TABLE2]: table2 },
      steps: [
        [
          pin(ROOT, 2),
          fine(
            is(ROOT, 'l2', 1, 2, true),
            is(TABLE, 'l1', 3, 4),
            is(TABLE2, 'l1', 1, 1),
            is(DATA, 'writable', 1, 2),
          ),
        ],
      ],
    },
    {
      // Two roots share a table: its pages are counted once, for they are in one table.
      words: { [ROOT]: root, [ROOT2]: { 3: pointer(TABLE) }, [TABLE]: table, [TABLE2]: table2 },
      steps: [
        [pin(TABLE, 1)],
        [pin(ROOT2, 2), fine(is(ROOT2, 'l2', 1, 1, true), is(TABLE, 'l1', 2, 2, true))],
        [
          pin(ROOT, 2),
          fine(
            is(ROOT, 'l2', 1, 2, true),
            is(TABLE, 'l1', 5, 6, true),
            is(TABLE2, 'l1', 1, 1),
            is(DATA, 'writable', 1, 2),
          ),
        ],
      ],
    },
    {
      full: { [ROOT]: pointer(TABLE), [ROOT2]: pointer(TABLE) },
      steps: [
        [pin(ROOT, 2), fine(is(ROOT, 'l2', 1, 1, true), is(TABLE, 'l1', 1024, 1024))],
        [pin(ROOT2, 2), fine(is(ROOT2, 'l2', 1, 1, true), is(TABLE, 'l1', 2048, 2048))],
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 2049, 2049, true))],
      ],
    },
  ]);
});

check('when its last use is gone, a frame is no table any more', async (lab) => {
  const words = {
    [ROOT]: { 0: pointer(TABLE), 9: pointer(TABLE), 1023: pointer(TABLE2) },
    [TABLE]: { 0: entry(DATA, RW), 5: entry(TABLE, RO) },
    [TABLE2]: { 0: entry(DATA, RW), 1023: entry(DATA2, RO) },
  };
  const dropped = fine(free(ROOT), free(TABLE), free(TABLE2), free(DATA), free(DATA2));
  await claimCases(lab, [
    {
      steps: [
        [unpin(TABLE), NOT_PINNED],
        [pin(TABLE, 1)],
        [unpin(TABLE), fine(free(TABLE))],
        [unpin(TABLE), NOT_PINNED],
        [pin(TABLE, 2), fine(is(TABLE, 'l2', 1, 1, true))],
      ],
    },
    {
      words,
      steps: [
        [pin(ROOT, 2)],
        [unpin(TABLE), NOT_PINNED], // in use, but not pinned
        [unpin(ROOT), dropped],
        [pin(ROOT, 2)],
        [unpin(ROOT), dropped],
        // Now they are memory like any other.
        [pin(DATA, 1), fine(is(DATA, 'l1', 1, 1, true))],
        [
          update([[DATA, 0, entry(ROOT, RW)]]),
          updated(1, word(DATA, 0, entry(ROOT, RW)), is(ROOT, 'writable', 1, 1)),
        ],
      ],
    },
    {
      words,
      steps: [
        [pin(ROOT, 2)],
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 3, 4, true))],
        [
          unpin(ROOT),
          fine(
            free(ROOT),
            is(TABLE, 'l1', 1, 2, true),
            free(TABLE2),
            is(DATA, 'writable', 1, 1),
            free(DATA2),
          ),
        ],
        [unpin(TABLE), fine(free(TABLE), free(DATA))],
      ],
    },
    {
      words,
      steps: [
        [pin(ROOT, 2)],
        [pin(TABLE, 1)],
        [unpin(TABLE), fine(is(TABLE, 'l1', 2, 3))], // its root still uses it
        [unpin(ROOT), dropped],
      ],
    },
    {
      // Entries without V have used nothing.
      words: { [TABLE]: { 0: entry(DATA, RW & ~V), 1: entry(DATA, RW), 2: entry(DATA2, RO & ~V) } },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'writable', 1, 1))],
        [unpin(TABLE), fine(free(TABLE), free(DATA))],
      ],
    },
    {
      // What the hardware has marked is still the same page.
      words: { [TABLE]: { 3: entry(DATA, R | W | V), 4: entry(DATA, R | V) } },
      steps: [
        [pin(TABLE, 1)],
        [mark(TABLE, 3)],
        [mark(TABLE, 4)],
        [unpin(TABLE), fine(free(TABLE), free(DATA))],
      ],
    },
    {
      // D without W: a page for loads, whatever was marked.
      words: { [TABLE]: { 3: entry(DATA, D | A | R | V) } },
      steps: [
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(DATA, 'none', 0, 1))],
        [unpin(TABLE), fine(free(TABLE), free(DATA))],
      ],
    },
  ]);
});

check('base pointers are uses of an L2 table', async (lab) => {
  const words = {
    [ROOT]: { 0: pointer(TABLE) },
    [ROOT2]: { 0: pointer(TABLE), 1: pointer(TABLE2) },
    [TABLE]: { 0: entry(DATA, RW) },
    [TABLE3]: { 0: entry(SPARE, RW) },
  };
  await claimCases(lab, [
    {
      words,
      steps: [
        [
          setBase('kernel', ROOT),
          fine(is(ROOT, 'l2', 1, 1), is(TABLE, 'l1', 1, 1), is(DATA, 'writable', 1, 1)),
        ],
        [setBase('user', ROOT), fine(is(ROOT, 'l2', 2, 2))],
        [setBase('kernel', ROOT), fine()],
        [
          setBase('user', ROOT2),
          fine(is(ROOT, 'l2', 1, 1), is(ROOT2, 'l2', 1, 1), is(TABLE, 'l1', 2, 2), is(TABLE2, 'l1', 1, 1)),
        ],
        [pin(ROOT2, 2), fine(is(ROOT2, 'l2', 2, 2, true))],
        [setBase('user', null), fine(is(ROOT2, 'l2', 1, 1, true))],
        [setBase('user', null), fine()],
        [unpin(ROOT2), fine(free(ROOT2), is(TABLE, 'l1', 1, 1), free(TABLE2))],
        [setBase('kernel', ROOT2), fine(free(ROOT), is(ROOT2, 'l2', 1, 1), is(TABLE2, 'l1', 1, 1))],
        [setBase('kernel', null), fine(free(ROOT2), free(TABLE), free(TABLE2), free(DATA))],
      ],
    },
    {
      // What is refused leaves the old base where it is.
      words: { ...words, [SPARE]: { 0: pointer(TABLE3) } },
      steps: [
        [setBase('kernel', ROOT)],
        [setBase('kernel', TABLE), refused(BUSY)],
        [setBase('kernel', ROOT_1), refused(DENIED)],
        [setBase('kernel', SPARE), refused(BUSY)],
        [setBase('user', DATA), refused(BUSY)],
        [unpin(ROOT), NOT_PINNED],
        [setBase('kernel', null), fine(free(ROOT), free(TABLE), free(DATA))],
      ],
    },
    {
      // The new table is taken before the old one is dropped.
      words: { [ROOT]: { 0: pointer(TABLE) }, [TABLE]: { 0: entry(ROOT2, RW) } },
      steps: [
        [setBase('kernel', ROOT)],
        [setBase('kernel', ROOT2), refused(BUSY)],
        [setBase('kernel', null), fine(free(ROOT), free(ROOT2), free(TABLE))],
        [setBase('kernel', ROOT2), fine(is(ROOT2, 'l2', 1, 1))],
      ],
    },
    {
      // Two VMs have two pairs of them.
      steps: [
        [setBase('kernel', ROOT), fine(is(ROOT, 'l2', 1, 1))],
        [setBase('kernel', ROOT_1, 1), fine(is(ROOT_1, 'l2', 1, 1))],
        [setBase('user', ROOT_1, 1), fine(is(ROOT_1, 'l2', 2, 2))],
        [setBase('kernel', null), fine(free(ROOT))],
        [setBase('kernel', null, 1), fine(is(ROOT_1, 'l2', 1, 1))],
        [end(1), fine(free(ROOT_1))],
      ],
    },
  ]);
});

check('a batch stops at the first update that is refused, and what was done before stands', async (lab) => {
  const good = [TABLE, 0, entry(DATA, RW)] as const;
  const good2 = [TABLE, 1, entry(DATA2, RO)] as const;
  const foreign = [TABLE, 2, entry(DATA_1, RO)] as const;
  const reserved = [TABLE, 3, entry(DATA, V | W)] as const;
  const first = [word(...good), is(DATA, 'writable', 1, 1)];
  const both = [word(...good), word(...good2), is(DATA, 'writable', 1, 1), is(DATA2, 'none', 0, 1)];
  const batch = (updates: readonly (readonly [number, number, number])[], done: Done): Case => ({
    steps: [[pin(TABLE, 1)], [update(updates), done]],
  });
  await claimCases(lab, [
    batch([], updated(0)),
    batch([good, good2], updated(2, ...both)),
    batch([foreign, good], stopped(DENIED, 0)),
    batch([good, foreign, good2], stopped(DENIED, 1, ...first)),
    batch([good, good2, reserved, foreign], stopped(INVALID, 2, ...both)),
    batch([good, good2, [DATA_1, 0, 0], reserved], stopped(DENIED, 2, ...both)),
    batch([good, [TABLE, 0, 0]], updated(2)),
    batch([good, good], updated(2, ...first)),
    batch(
      [good, [TABLE, 0, entry(DATA, RO)], [TABLE, 0, entry(TABLE, RW)]],
      stopped(BUSY, 2, word(TABLE, 0, entry(DATA, RO)), is(DATA, 'none', 0, 1)),
    ),
    {
      // Each update finds what those before it have left: a table that no one may write any more, one that is none any more.
      words: { [ROOT]: { 0: pointer(TABLE) }, [TABLE]: { 0: entry(TABLE2, RW) } },
      steps: [
        [pin(ROOT, 2)],
        [
          update([
            [TABLE, 0, entry(TABLE2, RO)],
            [ROOT, 1, pointer(TABLE2)],
            [TABLE2, 0, entry(DATA, RW)],
            [ROOT, 1, 0],
            [TABLE2, 1, entry(VMM, RW)],
            [ROOT, 1, pointer(TABLE2)],
            [ROOT, 2, pointer(TABLE)],
          ]),
          stopped(
            DENIED,
            5,
            word(TABLE, 0, entry(TABLE2, RO)),
            word(TABLE2, 0, entry(DATA, RW)),
            word(TABLE2, 1, entry(VMM, RW)),
            is(TABLE2, 'none', 0, 1),
          ),
        ],
      ],
    },
    batch(
      Array.from({ length: 2048 }, (_, i) => [TABLE, i % 1024, entry(DATA2, i < 1024 ? RW : RO)] as const),
      updated(
        2048,
        ...Array.from({ length: 1024 }, (_, i) => word(TABLE, i, entry(DATA2, RO))),
        is(DATA2, 'none', 0, 1024),
      ),
    ),
  ]);
});

/** What neither table may hold, and what only the other one may. */
const badLeaves = [V, V | 0x300, V | W, V | W | X, V | A | D | U, RO | G, RW | G, V | X | G];
const badPointers = [V | R, V | X, V | R | W | X, RW, V | W, V | A, V | D, V | U, V | G, V | X | G];

/** In entry 7 of a table in use, `bits` in place of `had`, with the same frame. */
const inPlaceOf = (table: number, level: number, frame: number, had: number, bits: number): Case => ({
  words: { [table]: { 7: entry(frame, had) } },
  steps: [[pin(table, level)], [update([[table, 7, entry(frame, bits)]]), stopped(INVALID)]],
});

check('entries that no table may hold are refused', async (lab) => {
  const refuse = (table: number, level: number, frame: number, flags: readonly number[]): Case[] =>
    flags.flatMap((bits, i) => {
      const index = [0, 1, 511, 1023][i % 4]!;
      const bad = entry(frame, bits);
      return [
        { words: { [table]: { [index]: bad } }, steps: [[pin(table, level), refused(INVALID)]] },
        { steps: [[pin(table, level)], [update([[table, index, bad]]), stopped(INVALID)]] },
        // Without V it is no entry at all.
        {
          steps: [
            [pin(table, level)],
            [update([[table, index, bad & ~V]]), updated(1, word(table, index, bad & ~V))],
          ],
        },
      ];
    });
  await claimCases(lab, [
    ...refuse(TABLE, 1, DATA, badLeaves),
    ...refuse(ROOT, 2, TABLE, badPointers),
    ...refuse(ROOT, 2, 0x8_0000, [RW, RO, V | X]), // an aligned superpage of 4 MiB is none either
    // Reserved comes before whose frame it is.
    ...refuse(TABLE, 1, DATA_1, [V | W, RO | G]),
    ...refuse(ROOT, 2, TABLE_1, [V | R, V | G]),
    // A table of the wrong level: its entries say so.
    { words: { [TABLE]: { 1: entry(DATA, RO) } }, steps: [[pin(TABLE, 2), refused(INVALID)]] },
    { words: { [ROOT]: { 1: pointer(TABLE) } }, steps: [[pin(ROOT, 1), refused(INVALID)]] },
    // In a table below as well, and then the root is none.
    {
      words: { [ROOT]: { 4: pointer(TABLE) }, [TABLE]: { 2: entry(DATA, RO), 3: entry(DATA, V | W) } },
      steps: [
        [pin(ROOT, 2), refused(INVALID)],
        [setBase('kernel', ROOT), refused(INVALID)],
      ],
    },
    // Of several bad entries the first one is told; the tables below an entry come before the next entry.
    {
      words: { [TABLE]: { 3: entry(DATA_1, RO), 9: entry(DATA, V | W) } },
      steps: [[pin(TABLE, 1), refused(DENIED)]],
    },
    {
      words: {
        [ROOT]: { 0: pointer(TABLE), 1: entry(DATA, RW), 2: pointer(TABLE_1) },
        [TABLE]: { 1023: entry(DATA_1, RO) },
      },
      steps: [[pin(ROOT, 2), refused(DENIED)]],
    },
    // An entry that is replaced by one of the same frame is validated too.
    ...[RO, RW].flatMap((had) => [had | G, V, V | W].map((bits) => inPlaceOf(TABLE, 1, DATA, had, bits))),
    ...badPointers.map((bits) => inPlaceOf(ROOT, 2, TABLE, V, bits)),
  ]);
});

check('a VM maps only frames to which it has the right', async (lab) => {
  const map = (frame: number, flags: number, done: Done, vm = 0): Case[] => {
    const table = vm === 0 ? TABLE : TABLE_1;
    const [answer, ...changes] = done as [string, ...string[]];
    const whole = answer === 'answers 0';
    return [
      {
        words: { [table]: { 6: entry(frame, flags) } },
        steps: [
          [pin(table, 1, vm), whole ? fine(...[is(table, 'l1', 1, 1, true), ...changes].sort()) : done],
        ],
      },
      {
        steps: [
          [pin(table, 1, vm)],
          [
            update([[table, 6, entry(frame, flags)]], vm),
            whole
              ? updated(1, word(table, 6, entry(frame, flags)), ...changes)
              : stopped(answer.slice('answers '.length)),
          ],
        ],
      },
    ];
  };
  const loads = (frame: number, vm = 0) => map(frame, RO, fine(is(frame, 'none', 0, 1)), vm);
  const stores = (frame: number, vm = 0) => map(frame, RW, fine(is(frame, 'writable', 1, 1)), vm);
  const denied = (frame: number, flags: number, vm = 0) => map(frame, flags, refused(DENIED), vm);
  const foreign = [ROOT_1, DATA_1, VMM, ...NOWHERE];
  const notOwn = [...foreign, READABLE_1, WRITABLE_1, LENT, SHARED];
  await claimCases(lab, [
    ...[DATA, GRANTED, READABLE_1, WRITABLE_1, LENT, SHARED].flatMap((frame) => loads(frame)),
    ...[DATA, GRANTED, WRITABLE_1, SHARED].flatMap((frame) => stores(frame)),
    ...foreign.flatMap((frame) => [...denied(frame, RO), ...denied(frame, RW), ...denied(frame, X | V)]),
    ...[READABLE_1, LENT].flatMap((frame) => denied(frame, RW)),
    // The same frames, as VM 1 may use them.
    ...[DATA_1, GRANTED, LENT].flatMap((frame) => loads(frame, 1)),
    ...[DATA_1, GRANTED].flatMap((frame) => stores(frame, 1)),
    ...[DATA, SHARED, VMM].flatMap((frame) => denied(frame, RO, 1)),
    ...denied(LENT, RW, 1),
    // A table must be the VM's own: it is not enough that the VM may map it.
    ...notOwn.flatMap((frame): Case[] => [
      { steps: [[pin(frame, 1), refused(DENIED)]] },
      { steps: [[pin(frame, 2), refused(DENIED)]] },
      { steps: [[unpin(frame), refused(DENIED)]] },
      { steps: [[setBase('kernel', frame), refused(DENIED)]] },
      { words: { [ROOT]: { 3: pointer(frame) } }, steps: [[pin(ROOT, 2), refused(DENIED)]] },
      { steps: [[pin(ROOT, 2)], [update([[ROOT, 3, pointer(frame)]]), stopped(DENIED)]] },
      { steps: [[update([[frame, 0, 0]]), stopped(DENIED)]] },
    ]),
    // Nor does a table of VM 1 become VM 0's when it is one already.
    {
      steps: [
        [pin(TABLE_1, 1, 1)],
        [pin(ROOT, 2)],
        [update([[ROOT, 0, pointer(TABLE_1)]]), stopped(DENIED)],
        [update([[TABLE_1, 0, 0]]), stopped(DENIED)],
        [unpin(TABLE_1), refused(DENIED)],
        [pin(TABLE_1, 1), refused(DENIED)],
        [pin(TABLE_1, 2), refused(DENIED)],
      ],
    },
  ]);
});

check('no page table is mapped for stores, and none has two levels', async (lab) => {
  await claimCases(lab, [
    { words: { [TABLE]: { 8: entry(TABLE, RW) } }, steps: [[pin(TABLE, 1), refused(BUSY)]] },
    { words: { [ROOT]: { 8: pointer(ROOT) } }, steps: [[pin(ROOT, 2), refused(BUSY)]] },
    {
      words: { [TABLE2]: { 0: entry(DATA, RW), 1: entry(TABLE, RW) } },
      steps: [
        [pin(TABLE, 1)],
        [pin(TABLE2, 1), refused(BUSY)],
        [update([[TABLE2, 1, entry(TABLE, RO)]]), updated(1, word(TABLE2, 1, entry(TABLE, RO)))],
        [
          pin(TABLE2, 1),
          fine(is(TABLE, 'l1', 1, 2, true), is(TABLE2, 'l1', 1, 1, true), is(DATA, 'writable', 1, 1)),
        ],
        [update([[TABLE2, 1, entry(TABLE, RW)]]), stopped(BUSY)],
        [update([[TABLE2, 2, entry(TABLE2, RW)]]), stopped(BUSY)],
        [pin(DATA, 1), refused(BUSY)],
        [pin(DATA, 2), refused(BUSY)],
        [setBase('user', DATA), refused(BUSY)],
        // As soon as nobody may write there, it can be a table.
        [
          update([[TABLE2, 0, entry(DATA, RO)]]),
          updated(1, word(TABLE2, 0, entry(DATA, RO)), is(DATA, 'none', 0, 1)),
        ],
        [pin(DATA, 2), fine(is(DATA, 'l2', 1, 2, true))],
        [update([[TABLE2, 0, entry(DATA, RW)]]), stopped(BUSY)],
      ],
    },
    {
      // Two tables of one root, of which one maps the other for stores, before it and after it.
      words: {
        [ROOT]: { 0: pointer(TABLE), 1: pointer(TABLE2) },
        [ROOT2]: { 0: pointer(TABLE2), 1: pointer(TABLE) },
        [TABLE]: { 0: entry(TABLE2, RW) },
      },
      steps: [
        [pin(ROOT, 2), refused(BUSY)],
        [pin(ROOT2, 2), refused(BUSY)],
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 1, 1, true), is(TABLE2, 'writable', 1, 1))],
        [pin(TABLE2, 1), refused(BUSY)],
      ],
    },
    {
      // A table that maps its own root for stores.
      words: { [ROOT]: { 5: pointer(TABLE) }, [TABLE]: { 5: entry(ROOT, RW) } },
      steps: [
        [pin(ROOT, 2), refused(BUSY)],
        [setBase('kernel', ROOT), refused(BUSY)],
      ],
    },
    {
      // One frame, two levels.
      words: { [ROOT]: { 0: pointer(TABLE) }, [ROOT2]: { 0: pointer(ROOT) } },
      steps: [
        [pin(ROOT, 2)],
        [pin(TABLE, 2), refused(BUSY)],
        [pin(ROOT2, 2), refused(BUSY)],
        [pin(SPARE, 2)],
        [update([[SPARE, 9, pointer(ROOT)]]), stopped(BUSY)],
        [update([[SPARE, 9, pointer(SPARE)]]), stopped(BUSY)],
        [update([[ROOT, 1, pointer(ROOT)]]), stopped(BUSY)],
        [pin(TABLE, 1), fine(is(TABLE, 'l1', 2, 2, true))],
      ],
    },
    {
      // Pinned is pinned, for either level.
      steps: [
        [pin(TABLE, 1)],
        [pin(TABLE, 1), refused(BUSY)],
        [pin(TABLE, 2), refused(BUSY)],
        [pin(ROOT, 2)],
        [pin(ROOT, 2), refused(BUSY)],
        [pin(ROOT, 1), refused(BUSY)],
      ],
    },
    {
      // A page that another VM may write is no table, and a table is not mapped for stores by another VM.
      words: { [TABLE_1]: { 0: entry(GRANTED, RW) } },
      steps: [
        [pin(TABLE_1, 1, 1), fine(is(GRANTED, 'writable', 1, 1), is(TABLE_1, 'l1', 1, 1, true))],
        [pin(GRANTED, 1), refused(BUSY)],
        [update([[TABLE_1, 0, 0]], 1), updated(1, word(TABLE_1, 0, 0), free(GRANTED))],
        [pin(GRANTED, 1), fine(is(GRANTED, 'l1', 1, 1, true))],
        [update([[TABLE_1, 0, entry(GRANTED, RW)]], 1), stopped(BUSY)],
        [
          update([[TABLE_1, 0, entry(GRANTED, RO)]], 1),
          updated(1, word(TABLE_1, 0, entry(GRANTED, RO)), is(GRANTED, 'l1', 1, 2, true)),
        ],
      ],
    },
  ]);
});

/** The page's words: how many entries an operation may read. */
const READS_PER_UPDATE = 8;
const READS_PER_TABLE = 2048;

check('an update reads its entries, and not whole tables', async (lab) => {
  const tables = [TABLE, TABLE2, TABLE3];
  const full = {
    [ROOT]: pointer(TABLE),
    [ROOT2]: pointer(TABLE2),
    ...Object.fromEntries(tables.map((table) => [table, entry(DATA, RO)])),
  };
  const many = Array.from(
    { length: 2048 },
    (_, i) => [tables[i % 3]!, i % 1024, entry(DATA2, i % 2 ? RW : RO)] as const,
  );
  const steps: readonly (readonly [Step, number])[] = [
    [pin(ROOT, 2), 2 * READS_PER_TABLE],
    [pin(ROOT2, 2), 2 * READS_PER_TABLE],
    [pin(TABLE3, 1), READS_PER_TABLE],
    [update(many), READS_PER_UPDATE * many.length],
    [update([[ROOT, 7, pointer(TABLE2)]]), READS_PER_UPDATE],
    [update([[TABLE, 0, entry(DATA_1, RO)]]), READS_PER_UPDATE],
    [update([[SPARE, 0, 1]]), READS_PER_UPDATE],
    [setBase('kernel', ROOT), READS_PER_UPDATE],
    [pin(TABLE, 1), READS_PER_UPDATE],
    [unpin(ROOT), READS_PER_UPDATE],
    [setBase('kernel', ROOT2), 2 * READS_PER_TABLE],
    [unpin(TABLE), READS_PER_TABLE],
  ];
  // What is refused reads no more, nor does the end of a VM; and a table that an entry points to already is not looked at again.
  const more: readonly (readonly [Step, number])[] = [
    [pin(ROOT, 2), 2 * READS_PER_TABLE],
    [pin(ROOT2, 2), READS_PER_TABLE + READS_PER_UPDATE], // refused at its last entry
    [pin(TABLE, 2), READS_PER_UPDATE],
    [setBase('user', ROOT2), READS_PER_TABLE + READS_PER_UPDATE],
    [setBase('user', ROOT), READS_PER_UPDATE],
    [update([[ROOT, 5, pointer(TABLE)]]), READS_PER_UPDATE],
    [update([[ROOT, 5, entry(TABLE, V | 0x200)]]), READS_PER_UPDATE],
    [unpin(TABLE), READS_PER_UPDATE],
    [end(1), READS_PER_UPDATE],
    [end(0), 2 * READS_PER_TABLE + READS_PER_UPDATE],
    [end(0), READS_PER_UPDATE],
  ];
  const moreWords = {
    [ROOT]: { 5: pointer(TABLE) },
    [ROOT2]: { 1023: entry(TABLE2, RO) },
    [TABLE]: { 3: entry(DATA, RW) },
  };
  const observed = await lab.call<Observed[][]>('steps', {
    situations: [
      { full, steps: steps.map(([step]) => step) },
      { words: moreWords, steps: more.map(([step]) => step) },
    ],
  });
  for (const [i, cases] of [steps, more].entries()) {
    for (const [j, [, most]] of cases.entries()) {
      const { what, reads } = observed[i]![j]!;
      const said = what.replace(/^what/, 'how many entries').replace(/answers and changes$/, 'reads');
      claim(said, reads).toBeLessThanOrEqual(most);
      if (j === 0) {
        claim(said, reads).toBeGreaterThanOrEqual(2 * 1024); // nobody knows a table without a look at each entry
      }
    }
  }
});
