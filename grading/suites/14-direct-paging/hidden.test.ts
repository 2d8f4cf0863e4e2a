/**
 * The hidden checks of exercise 14. Whether a frame is where it should not be is seen in the machine's memory (walker.ts); what an
 * operation answers and changes is compared with the reference on a machine of its own.
 */
import { PTE_G, PTE_V, PTE_W } from '../../../src/machine/index.js';
import { directPaging as reference } from '../../../solutions/14-direct-paging/paging.js';
import { xorshift } from '../../suite/xorshift.js';
import { passedOn, refusedUpdates, samePlace, vmsOfLargeNumbers, withFrame0 } from './cases.js';
import { randomSequence } from './generate.js';
import { EXAMPLE, layoutOf } from './layout.js';
import type { Observed, WrongKind } from './model-machine.js';
import { answersOf, observe } from './observe.js';
import { shrink } from './shrink.js';
import type { Situation, Step } from './situation.js';
import { base, end, page, pin, pointer, RO, RW, unpin, update, type Entries } from './steps.js';

/** Random sequences, and how many of them are made in one call of the rig. */
const SEQUENCES = 48;
const AT_ONCE = 12;
/** Tables full of one frame: it has 132,096 uses. */
const FULL = 129;
const [A, B] = [EXAMPLE.firstA, EXAMPLE.firstB];

/** What is sent to the rig. */
interface Asked {
  readonly situations: readonly Situation[];
}

/** Claims that each step answers and changes what it does with the reference. The situations of this `name` are made once for all parts. */
async function claimLikeReference(lab: Lab, name: string, make: () => readonly Situation[]): Promise<void> {
  const all = lab.once(name, null, (): Asked => ({ situations: make() }));
  const observed = await lab.call<Observed[][]>('steps', all);
  const right = lab.once('steps of direct paging', all, ({ situations }) =>
    situations.map((situation) => observe(reference, situation).map(({ done }) => done)),
  );
  for (const [i, steps] of right.entries()) {
    for (const [j, done] of steps.entries()) {
      claim(observed[i]![j]!.what, observed[i]![j]!.done).toBe(done);
    }
  }
}

check('what is refused changes nothing, however late it fails', async (lab) => {
  const bads = [page(B, RO), page(A + 5, RO | PTE_G), page(A + 2, RW), page(A, RW)];
  const full = { [A + 3]: page(A + 6, RW) };
  /** Tables in use beside it: their counts must stay as they are, shared ones too. */
  const around: Step[] = [pin(A + 4, 1), pin(A + 1, 2)];
  const words: Entries = {
    [A]: { 0: pointer(A + 3), 1: pointer(A + 4), 2: pointer(A + 2), 3: pointer(A + 3) },
    [A + 1]: { 0: pointer(A + 4) },
    [A + 2]: { 0: page(A + 5, RW), 1: page(A + 6, RO), 2: page(A + 2, RO) },
    [A + 4]: { 0: page(A + 6, RW), 1: page(A + 7, RO) },
  };
  const after = [unpin(A + 1), unpin(A + 4), pin(A + 6, 1), pin(A + 5, 2)];
  await claimLikeReference(lab, 'refused late', () =>
    bads.flatMap((bad, kind): Situation[] =>
      (kind === 0 ? [3, 500, 1023] : [1023]).flatMap((last): Situation[] => [
        // The bad entry is the last one of the last table below the root.
        ...[pin(A, 2), base(A), base(A, 'user')].map((asked) => ({
          full,
          words: { ...words, [A + 2]: { ...words[A + 2], [last]: bad } },
          steps: [...around, asked, asked, ...after],
        })),
        { words: { [A + 2]: { ...words[A + 2], [last]: bad } }, steps: [...around, pin(A + 2, 1), ...after] },
        // It is found by an update of a root, after others have been done.
        {
          full,
          words: { [A + 2]: { ...words[A + 2], [last]: bad }, [A + 4]: words[A + 4]! },
          steps: [
            pin(A, 2),
            {
              op: 'update',
              vm: 0,
              updates: [
                { frame: A, index: 0, entry: pointer(A + 3) },
                { frame: A, index: 0, entry: pointer(A + 4) },
                { frame: A, index: 9, entry: pointer(A + 2) },
                { frame: A, index: 1, entry: pointer(A + 3) },
              ],
            },
            unpin(A),
            ...after.slice(2),
          ],
        },
        // An old base stays.
        {
          words: { ...words, [A]: {}, [A + 1]: { 0: pointer(A + 2) }, [A + 2]: { [last]: bad } },
          steps: [base(A), base(A, 'user'), base(A + 1), base(A + 1, 'user'), base(null), base(null, 'user')],
        },
      ]),
    ),
  );
  await claimNothingWrong(lab, refusedUpdates(), ['memory']);
});

check('a VM that ends leaves nothing behind, and granted pages are counted for both VMs', async (lab) => {
  const words = {
    [A]: { 0: pointer(A + 2), 1: pointer(A + 3) },
    [A + 1]: { 0: pointer(A + 2) },
    [A + 2]: { 0: page(A + 5, RW), 1: page(B + 8, RO), 2: page(B + 9, RW), 3: page(A + 9, RW) },
    [A + 3]: { 0: page(EXAMPLE.vmm, RO), 1: page(EXAMPLE.vmm + 1, RW), 2: page(A, RO) },
    [B]: { 0: pointer(B + 2) },
    [B + 2]: { 0: page(B + 5, RW), 1: page(A + 9, RW), 2: page(B + 9, RO), 3: page(B + 8, RO) },
  };
  const both = [base(A), base(A + 1, 'user'), pin(A + 3, 1), base(B, 'kernel', 1), pin(B, 2, 1)];
  const rights = (frame: number, spec: { owner?: number; read?: number[]; write?: number[] }): Step => ({
    op: 'rights',
    frame,
    spec,
  });
  const high = layoutOf({ a: 300, b: 44, firstA: 0x3f_fff0, firstB: 0x20_0000, vmm: 0x10_0000 });
  await claimLikeReference(lab, 'ends and grants', () => [
    {
      words,
      steps: [...both, end(0), end(0), pin(A + 9, 1), unpin(B, 1), base(null, 'kernel', 1), pin(A + 9, 1)],
    },
    {
      words,
      steps: [...both, end(1), pin(B + 9, 1, 1), update(A + 2, 2, 0), pin(B + 9, 1, 1), end(0), end(1)],
    },
    { words, steps: [end(0), end(7), ...both, end(7), unpin(A + 3), end(0), ...both, end(1), end(0)] },
    // All pins and both bases, several of them on one table.
    {
      words,
      steps: [
        ...[pin(A, 2), base(A), base(A, 'user'), pin(A + 1, 2), pin(A + 2, 1), pin(A + 3, 1), pin(A + 4, 2)],
        ...[end(0), unpin(A), base(null), pin(A + 5, 1), base(A + 5), end(0)],
      ],
    },
    // A granted page that another VM may write is no table until the other has let it go, in either way.
    {
      words,
      steps: [
        pin(B, 2, 1),
        pin(A + 9, 2),
        update(B + 2, 1, page(A + 9, RO), 1),
        pin(A + 9, 2),
        end(1),
        unpin(A + 9),
      ],
    },
    // Rights are what they are now: a frame goes from VM to VM while nothing refers to it.
    {
      words: { [A + 2]: { 0: page(B + 5, RO) }, [B + 2]: { 0: page(A + 5, RW) } },
      steps: [
        ...[pin(A + 2, 1), pin(B + 2, 1, 1), rights(B + 5, { owner: 0 }), rights(A + 5, { owner: 1 })],
        ...[pin(A + 2, 1), pin(B + 2, 1, 1), pin(B + 5, 1), pin(A + 5, 1, 1), unpin(A + 2), unpin(B + 2, 1)],
        ...[pin(B + 5, 1), pin(B + 5, 1, 1), pin(A + 5, 1), pin(A + 5, 1, 1), end(0), end(1)],
        ...[rights(B + 5, { owner: 1, read: [0] }), rights(A + 5, {}), pin(A + 2, 1), pin(B + 2, 1, 1)],
      ],
    },
    // A page is granted while its owner maps it: for loads first, then for stores too.
    {
      words: { [A + 2]: { 0: page(A + 5, RW) }, [B + 2]: { 0: page(A + 5, RO), 1: page(A + 5, RW) } },
      steps: [
        ...[pin(A + 2, 1), pin(B + 2, 1, 1), rights(A + 5, { owner: 0, read: [1] }), pin(B + 2, 1, 1)],
        ...[
          rights(A + 5, { owner: 0, write: [1] }),
          pin(B + 2, 1, 1),
          end(0),
          pin(A + 5, 1),
          end(1),
          pin(A + 5, 1),
        ],
      ],
    },
    // A VM of the same number comes again, with the frames that another one has had.
    {
      words,
      steps: [
        ...[...both, end(0), rights(A, { owner: 1 }), rights(A + 2, { owner: 1 }), pin(A, 2, 1), pin(A, 2)],
        ...[base(A, 'user', 1), end(0), end(1), rights(A, { owner: 0 }), rights(A + 2, { owner: 0 })],
        ...[base(A), end(1), end(0)],
      ],
    },
    {
      layout: high,
      words: {
        [0x3f_fff0]: { 0: pointer(0x3f_fff2) },
        [0x3f_fff2]: { 0: page(0x3f_fff5, RW), 1: page(0x20_0009, RW), 2: page(0x10_0000, RO) },
        [0x20_0002]: { 0: page(0x3f_fff9, RW), 1: page(0x20_0009, RW) },
      },
      steps: [
        ...[base(0x3f_fff0, 'kernel', 300), pin(0x20_0002, 1, 44), pin(0x3f_fff9, 1, 300), end(44)],
        ...[pin(0x3f_fff9, 1, 300), pin(0x20_0009, 1, 44), end(300), pin(0x20_0009, 1, 44)],
      ],
    },
    // More uses of a frame than 16 or 17 bits can count: tables full of it.
    {
      layout: Object.fromEntries(Array.from({ length: FULL + 2 }, (_, i) => [A + i, { owner: 0 }])),
      full: Object.fromEntries(Array.from({ length: FULL }, (_, i) => [A + 2 + i, page(A + 1, RW)])),
      words: { [A]: Object.fromEntries(Array.from({ length: FULL }, (_, i) => [i, pointer(A + 2 + i)])) },
      steps: [base(A), pin(A + 1, 1), update(A + 2, 0, 0), pin(A + 1, 1), end(0), pin(A + 1, 1)],
    },
  ]);
  await claimLikeReference(lab, 'more grants', () => [...passedOn(), withFrame0, ...vmsOfLargeNumbers()]);
});

/** What is wrong with a sequence first, or `answer` where only an answer is another than the reference's. */
interface Outcome {
  readonly kind: WrongKind | 'answer';
  readonly what: string;
  readonly came: string;
  readonly expected: string;
}
interface Sequence {
  readonly answers: readonly (readonly number[])[];
  readonly wrong?: { readonly kind: WrongKind; readonly text: string };
  readonly what?: string;
}

async function outcomesOf(
  lab: Lab,
  situations: readonly Situation[],
  calls: readonly Asked[] = inCalls(situations),
): Promise<(Outcome | undefined)[]> {
  const outcomes: (Outcome | undefined)[] = [];
  for (const asked of calls) {
    const sequences = await lab.call<Sequence[]>('sequences', asked);
    outcomes.push(...asked.situations.map((situation, j) => outcomeOf(situation, sequences[j]!)));
  }
  return outcomes;
}

const inCalls = (situations: readonly Situation[]): Asked[] =>
  Array.from({ length: Math.ceil(situations.length / AT_ONCE) }, (_, i) => ({
    situations: situations.slice(i * AT_ONCE, (i + 1) * AT_ONCE),
  }));

function outcomeOf(situation: Situation, { answers, wrong, what = '' }: Sequence): Outcome | undefined {
  const right = expectedOf(situation);
  const different = answers.findIndex((answer, i) => String(answer) !== String(right[i]));
  // What is wrong in memory tells more than the answer of the same step, and less than one before it.
  if (wrong && (different < 0 || different === answers.length - 1)) {
    return { kind: wrong.kind, what: leaves(what), came: wrong.text, expected: NOTHING };
  }
  if (different < 0) {
    return undefined;
  }
  const { what: said } = observe(reference, situation)[different]!;
  return {
    kind: 'answer',
    what: said.replace('answers and changes', 'answers'),
    came: String(answers[different]),
    expected: String(right[different]),
  };
}

const NOTHING = 'nothing of this kind';
const leaves = (what: string) => what.replace('answers and changes', 'leaves');

/** What the reference answers to a sequence. That of the random ones is computed once for all parts. */
const known = new WeakMap<Situation, readonly (readonly number[])[]>();
function expectedOf(situation: Situation): readonly (readonly number[])[] {
  const before = known.get(situation) ?? answersOf(reference, situation);
  known.set(situation, before);
  return before;
}

/** The random sequences and what became of them: run once, and looked at by one check for each kind of breach. */
let random: Promise<{ situations: readonly Situation[]; outcomes: (Outcome | undefined)[] }> | undefined;

function randomSituations(seed: number): Situation[] {
  const next = xorshift(seed);
  return Array.from({ length: SEQUENCES }, () => randomSequence(next()));
}

async function runRandom(lab: Lab) {
  const situations = lab.once('random sequences', lab.seed, randomSituations);
  const right = lab.once('answers of direct paging', situations, (all) =>
    all.map((situation) => answersOf(reference, situation)),
  );
  situations.forEach((situation, i) => known.set(situation, right[i]!));
  const calls = lab.once('calls of random sequences', situations, inCalls);
  return { situations, outcomes: await outcomesOf(lab, situations, calls) };
}

async function claimNone(lab: Lab, kinds: readonly Outcome['kind'][]): Promise<void> {
  random ??= runRandom(lab);
  const { situations, outcomes } = await random;
  const isOf = (outcome: Outcome | undefined) => outcome !== undefined && kinds.includes(outcome.kind);
  const first = outcomes.findIndex(isOf);
  if (first >= 0) {
    const small = await shrink(situations[first]!, async (some) => (await outcomesOf(lab, some)).map(isOf));
    const [outcome = outcomes[first]] = await outcomesOf(lab, [small]);
    claim(outcome!.what, outcome!.came).toBe(outcome!.expected);
  }
}

/** Directed sequences of which the walker finds nothing. */
async function claimNothingWrong(
  lab: Lab,
  situations: readonly Situation[],
  kinds: readonly WrongKind[],
): Promise<void> {
  const sequences = await lab.call<Sequence[]>('sequences', { situations });
  for (const { wrong, what = '' } of sequences) {
    claim(leaves(what), wrong && kinds.includes(wrong.kind) ? wrong.text : NOTHING).toBe(NOTHING);
  }
}

/** Each way for a table to come into use. */
const ways = (words: Entries, more: readonly Step[] = []): Situation[] => [
  { words, steps: [pin(A + 2, 1), ...more] },
  { words: { ...words, [A]: { 1023: pointer(A + 2) } }, steps: [pin(A, 2), ...more] },
  { words: { ...words, [A]: { 0: pointer(A + 2) } }, steps: [base(A, 'user'), ...more] },
  { words, steps: [base(A), update(A, 5, pointer(A + 2)), ...more] },
  // It was a table before, and the VM has written there since.
  {
    steps: [
      pin(A + 2, 1),
      unpin(A + 2),
      ...Object.entries(words[A + 2]!).map(([index, entry]): Step => ({
        op: 'store',
        vm: 0,
        frame: A + 2,
        index: Number(index),
        entry,
      })),
      pin(A + 2, 1),
      ...more,
    ],
  },
];

check('no hostile sequence reaches a foreign frame', async (lab) => {
  const foreign = [B, B + 2, B + 5, EXAMPLE.vmm + 2, 0, 0x18_0005, 0x3f_ffff];
  await claimNothingWrong(
    lab,
    [
      ...foreign.flatMap((frame) =>
        [RO, RW].flatMap((bits) => ways({ [A + 2]: { 1023: page(frame, bits) } })),
      ),
      ...[B + 8, EXAMPLE.vmm].flatMap((frame) => ways({ [A + 2]: { 0: page(frame, RW) } })),
      ...ways({ [A + 2]: {} }, [update(A + 2, 0, page(B, RO)), update(A + 2, 0, page(B + 8, RW))]),
    ],
    ['foreign'],
  );
  await claimNothingWrong(lab, passedOn(), ['foreign']);
  await claimNone(lab, ['foreign']);
});

check('no hostile sequence makes a table writable, reserved, or one of two levels', async (lab) => {
  const inTable = [
    page(A + 2, RW),
    page(A, RW),
    page(A + 5, PTE_W | PTE_V),
    page(A + 5, PTE_V),
    page(A + 5, RO | PTE_G),
  ];
  await claimNothingWrong(
    lab,
    [
      ...inTable.flatMap((entry) => ways({ [A + 2]: { 1023: entry } })),
      ...ways({ [A + 2]: { 0: page(A + 5, RW) } }, [
        pin(A + 5, 1),
        pin(A + 5, 2),
        base(A + 5),
        pin(A + 2, 2),
        base(A + 2),
      ]),
      ...ways({ [A + 2]: {} }, [
        update(A + 2, 3, page(A, RW)),
        update(A + 2, 3, page(A + 2, RW)),
        pin(A, 1),
        pin(A, 2),
      ]),
      ...ways({ [A + 2]: {} }, [
        pin(A + 1, 2),
        update(A + 1, 0, pointer(A + 1)),
        update(A + 1, 0, pointer(A + 2)),
        unpin(A + 2),
        pin(A + 2, 2),
      ]),
    ],
    ['table', 'reserved'],
  );
  await claimNothingWrong(lab, samePlace(), ['table', 'reserved']);
  await claimNone(lab, ['table', 'reserved']);
});

check('after any sequence the counts are those of the tables', (lab) => claimNone(lab, ['counts', 'memory']));

check('what breaks no rule is done, and what breaks one is told, whatever was before', async (lab) => {
  // A part whose every sequence ends with another breach shows no answer in any of them.
  const alone: Situation = { steps: [unpin(A + 2)] };
  const [outcome] = await outcomesOf(lab, [alone]);
  if (outcome) {
    claim(outcome.what, outcome.came).toBe(outcome.expected);
  }
  await claimNone(lab, ['answer']);
});
