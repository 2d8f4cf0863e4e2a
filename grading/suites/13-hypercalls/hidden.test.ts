/** The hidden checks of exercise 13: hostile batches, memory that changes while it is looked at, random calls, and guests. */
import { paraHello, paraHostile, paraProcesses, paraTicker } from '../../../src/guests/index.js';
import {
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  type Run,
} from '../../../src/hypervisor/index.js';
import { dispatch as reference } from '../../../solutions/13-hypercalls/hypercalls.js';
import { xorshift } from '../../suite/xorshift.js';
import { randomSituation } from './generate.js';
import { eachWord, EXAMPLE_VM, observe, type Observed, type Situation, type Words } from './model-vm.js';
import { shrink } from './shrink.js';

const SITUATIONS = 200;
const BASE = EXAMPLE_VM.memoryBase;
const BATCH = BASE + 0x1000;
const FRAME = BASE + 0x200;
const { InvalidAddress, InvalidParam, Denied, NotSupported } = HypercallError;

type Entry = readonly [function_: number, ...args: number[]];
type InMemory = Situation & { readonly words: Words };
const F = HypercallFunction;

/** A batch in memory and the call that runs it. The words for its answers hold something else. */
function batchOf(entries: readonly Entry[]): InMemory {
  const words = entries.flatMap(([number, ...args]) => [
    number,
    ...[0, 1, 2, 3, 4].map((i) => args[i] ?? 0),
    0xdead,
    0xbeef,
  ]);
  return {
    words: { [BATCH]: words },
    calls: [
      { extension: HYPERCALL_EXTENSION, function: F.Multicall, args: [BATCH, entries.length, 0, 0, 0, 0] },
    ],
  };
}

/** A frame in memory and the call that returns to it. */
function frameOf(words: readonly number[]): InMemory {
  return {
    words: { [FRAME]: words },
    calls: [{ extension: HYPERCALL_EXTENSION, function: F.ReturnTo, args: [FRAME, 0, 0, 0, 0, 0] }],
  };
}

/** What is sent to the rig. */
interface Asked {
  readonly situations: readonly Situation[];
}

/** Claims that each situation goes as it goes with the reference. Two lists of the same length may be compared instead. */
async function claimLikeReference(lab: Lab, asked: Asked, like: Asked = asked): Promise<void> {
  const observed = await lab.call<Observed[][]>('calls', asked);
  for (const [i, expected] of referenceAnswers(lab, like).entries()) {
    for (const [j, right] of expected.entries()) {
      const { what, done } = observed[i]![j]!;
      claim(what, done).toBe(right);
    }
  }
}

const referenceAnswers = (lab: Lab, asked: Asked) => lab.once('the reference', asked, answersTo);

const answersTo = ({ situations }: Asked) =>
  situations.map((one) => observe(reference, one).map(({ done }) => done));

/** Right calls of every kind that may be in a batch. */
const right: readonly Entry[] = [
  [F.SetTimer, 1, 0],
  [F.ConsoleWrite, BASE, 1],
  [F.DomainInfo, BASE + 0x40],
  [F.SetCallback, BASE, BASE],
  [F.SetPageTable, 0],
];

/** Claims that each batch is refused as a whole, with this error and the number of its first bad entry; nothing else happens. */
async function claimRefused(
  lab: Lab,
  batches: readonly { entries: readonly Entry[]; error: number; index: number }[],
): Promise<void> {
  const name = (error: number) => Object.entries(HypercallError).find(([, code]) => code === error)![0];
  const situations = batches.map(({ entries }) => batchOf(entries));
  const observed = await lab.call<Observed[][]>('calls', { situations });
  for (const [i, { error, index }] of batches.entries()) {
    const [{ what, done }] = observed[i] as [Observed];
    claim(what, done).toBe(`answers { error: ${error} (${name(error)}), value: ${index} }`);
  }
}

/** The bad entry alone, and as the first, one of the middle, and the last of a batch. */
const everywhere = (bad: readonly (readonly [Entry, number])[]) =>
  bad.flatMap(([entry, error]) =>
    [0, 2, right.length].map((index) => ({ entries: right.toSpliced(index, 0, entry), error, index })),
  );

const badEntries: readonly (readonly [Entry, number])[] = [
  [[F.SetCallback, BASE + 2, 0], InvalidParam],
  [[F.SetCallback, BASE, 8], InvalidParam],
  [[F.SetPageTable, BASE + 4], InvalidParam],
  [[F.SetPageTable, 0x1000], InvalidAddress],
  [[F.ConsoleWrite, 0xffff_fff0, 0x20], InvalidAddress],
  [[F.ConsoleWrite, BASE - 1, 0], InvalidAddress],
  [[F.ConsoleWrite, BASE, 1025], InvalidParam],
  [[F.ConsoleWrite, 0, 0x8000_0000], InvalidParam],
  [[F.DomainInfo, BASE + 2], InvalidParam],
  [[F.DomainInfo, 0], InvalidAddress],
];

/** One bad call of each kind. */
const [param, address, denied, unknown] = [
  [F.SetPageTable, 4],
  [F.DomainInfo, 0],
  [F.Yield],
  [77],
] as const satisfies readonly Entry[];

check('a batch with a bad call changes nothing, and names the first bad one', async (lab) => {
  await claimRefused(lab, everywhere(badEntries));
  await claimRefused(lab, [
    {
      entries: [...new Array<Entry>(31).fill(right[0]!), [F.DomainInfo, 0]],
      error: InvalidAddress,
      index: 31,
    },
  ]);
  // Of two bad calls, the first one is told.
  await claimRefused(lab, [
    { entries: [param, address], error: InvalidParam, index: 0 },
    { entries: [address, param], error: InvalidAddress, index: 0 },
    { entries: [param, unknown], error: InvalidParam, index: 0 },
    { entries: [right[0]!, address, denied], error: InvalidAddress, index: 1 },
    { entries: [right[0]!, address, right[1]!, param, address], error: InvalidAddress, index: 1 },
  ]);
});

check('calls after which a batch could not go on are denied in it', async (lab) => {
  const bad: readonly (readonly [Entry, number])[] = [
    [[F.Multicall, BATCH, 1], Denied],
    [[F.Multicall, BATCH, 0], Denied],
    [[F.Multicall, BATCH + 1, 99], Denied], // whatever its arguments are
    [[F.Multicall, 0, 1], Denied],
    [[F.ReturnTo, FRAME], Denied],
    [[F.ReturnTo, 1], Denied],
    [[F.ReturnTo, 0], Denied],
    [[F.Shutdown, 0], Denied],
    [[F.Block], Denied],
    [[F.Yield], Denied],
    [[10], NotSupported],
    [[0xffff_ffff], NotSupported],
    // Some of the bits of these are a function, and none of them is one.
    ...[0x10, 0x13, 0x100, 0x104, 0x1_0003, 0x8000_0003, 0x8000_0005].map(
      (number) => [[number], NotSupported] as const,
    ),
  ];
  await claimRefused(
    lab,
    bad.map(([entry, error]) => ({ entries: [entry], error, index: 0 })),
  );
  await claimRefused(lab, everywhere(bad));
  await claimRefused(lab, [
    { entries: [right[0]!, denied, address], error: Denied, index: 1 },
    { entries: [denied, unknown], error: Denied, index: 0 },
    { entries: [unknown, right[2]!, denied], error: NotSupported, index: 0 },
  ]);
});

const batch = batchOf(right);
const frame = frameOf([BASE, 0x8000_0010, 2, 3, 4, 1, 1]);

/** Another virtual CPU of the guest changes a word as soon as it has been read. */
function changedMeanwhile(): Asked {
  const situations: Situation[] = [];
  for (const still of [batch, frame]) {
    const addresses = eachWord(still.words).map(([at]) => at);
    const read = addresses.filter((_, i) => still === frame || i % 8 < 6);
    for (const other of [4, 0x9000, 0xffff_ffff]) {
      situations.push(...read.map((at) => ({ ...still, changes: { [at]: other } })));
      situations.push({ ...still, changes: Object.fromEntries(read.map((at) => [at, other])) });
    }
  }
  return { situations };
}

/** A call of the batch writes over any part of the batch: over the calls before and after it, over itself, over answers. */
function overwritten(): Asked {
  const situations: Situation[] = [];
  for (const writer of [0, 1, 2, 3]) {
    for (const offset of [0, 4, 8, 16, 20, 24, 28]) {
      for (const target of [0, 1, 2, 3]) {
        const others: readonly Entry[] = [
          [F.SetTimer, 7, 8],
          [F.ConsoleWrite, BATCH + 32 * target + offset - 4, 40],
          [F.SetCallback, BASE + 4, BASE + 16],
        ];
        situations.push(batchOf(others.toSpliced(writer, 0, [F.DomainInfo, BATCH + 32 * target + offset])));
      }
    }
  }
  return { situations };
}

check('what was checked is what is carried out, whatever happens to memory meanwhile', async (lab) => {
  // Nothing else may come of it than without the changes.
  const changed = lab.once('changed meanwhile', null, changedMeanwhile);
  const unchanged = lab.once('without the changes', changed, ({ situations }) => ({
    situations: situations.map(({ changes: _, ...still }) => still),
  }));
  await claimLikeReference(lab, changed, unchanged);

  await claimLikeReference(lab, lab.once('overwritten', null, overwritten));

  // The same frame and the same batch again, after a call has written over them: what was found there is not kept.
  const info = (at: number) => ({
    extension: HYPERCALL_EXTENSION,
    function: F.DomainInfo,
    args: [at, 0, 0, 0, 0, 0],
  });
  await claimLikeReference(lab, {
    situations: [
      { ...frame, calls: [...frame.calls, info(FRAME + 4), ...frame.calls] },
      ...right.map((_, i) => ({ ...batch, calls: [...batch.calls, info(BATCH + 32 * i), ...batch.calls] })),
    ],
  });
});

function randomSituations(seed: number): Asked {
  const random = xorshift(seed);
  return { situations: Array.from({ length: SITUATIONS }, () => randomSituation(random())) };
}

check('random calls are answered and carried out by the rules', async (lab) => {
  const all = lab.once('random situations', lab.seed, randomSituations);
  const failing = async (asked: Asked): Promise<boolean[]> => {
    const observed = await lab.call<Observed[][]>('calls', asked);
    // What it is shrunk to depends on the part: nobody asks for that again.
    const expected = asked === all ? referenceAnswers(lab, all) : answersTo(asked);
    return expected.map((calls, i) => calls.some((done, j) => done !== observed[i]?.[j]?.done));
  };
  const first = (await failing(all)).indexOf(true);
  if (first >= 0) {
    const small = await shrink(all.situations[first]!, (situations) => failing({ situations }));
    await claimLikeReference(lab, { situations: [small] });
    // What fails only after other situations cannot be told alone.
    await claimLikeReference(lab, all);
  }
});

check('paravirtual guests run to their end, and a hostile one gets nothing', async (lab) => {
  const guests = [
    { name: 'the guest that says hello', source: paraHello, console: 'hello, hypervisor\n', code: 0 },
    { name: 'the guest that counts timer events', source: paraTicker, console: '.....', code: 0 },
    { name: 'the guest with a process', source: paraProcesses, console: 'u!s', code: 7 },
    { name: 'the hostile guest', source: paraHostile, console: 'cddffffdfdfdfeC', code: 0 },
  ];
  for (const { name, source, console, code } of guests) {
    const run = await lab.call<Run>('run', { source, budget: 2000 });
    claim(`what ${name} printed`, run.console).toBe(console);
    claim(`how ${name} ended`, run.stop).toEqual({ kind: 'finished', code });
  }
});
