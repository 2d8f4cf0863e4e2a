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
import { MEMORY_BASE, observe, type Observation, type Situation } from './model-vm.js';

const SITUATIONS = 200;
const BATCH = MEMORY_BASE + 0x1000;
const { InvalidAddress, InvalidParam, Denied, NotSupported } = HypercallError;

type Entry = readonly [function_: number, ...args: number[]];
const F = HypercallFunction;

/** A batch in memory and the call that runs it. */
function batchOf(entries: readonly Entry[]): Situation & { words: Record<number, number> } {
  const words = entries.flatMap(([number, ...args]) => [
    number,
    ...[0, 1, 2, 3, 4].map((i) => args[i] ?? 0),
    0,
    0,
  ]);
  return {
    words: Object.fromEntries(words.map((word, i) => [BATCH + 4 * i, word])),
    calls: [
      { extension: HYPERCALL_EXTENSION, function: F.Multicall, args: [BATCH, entries.length, 0, 0, 0, 0] },
    ],
  };
}

const right: readonly Entry[] = [
  [F.SetTimer, 1, 0],
  [F.ConsoleWrite, MEMORY_BASE, 1],
];

/** Claims that each batch is refused as a whole, with this error and the number of its first bad entry. */
async function claimRefused(lab: Lab, bad: readonly (readonly [Entry, number])[]): Promise<void> {
  const situations = [batchOf(right), ...bad.map(([entry]) => batchOf([...right, entry, ...right]))];
  const [control, ...refused] = await lab.call<Observation[]>('calls', { situations });
  claim('the effects of a batch without a bad call', control?.effects).toEqual([
    'setTimer 1 0',
    'consoleWrite 0',
  ]);
  for (const [i, [entry, error]] of bad.entries()) {
    const said = `a batch whose third call is ${entry.map((word) => `0x${word.toString(16)}`).join(', ')}`;
    claim(`the answer to ${said}`, refused[i]?.results[0]).toEqual({ error, value: right.length });
    claim(`the effects of ${said}`, refused[i]?.effects).toEqual([]);
    claim(`the words written by ${said}`, refused[i]?.written).toEqual({});
  }
}

check('a batch with one bad call changes nothing', async (lab) => {
  await claimRefused(lab, [
    [[F.SetCallback, MEMORY_BASE + 1, 0], InvalidParam],
    [[F.SetPageTable, MEMORY_BASE + 4], InvalidParam],
    [[F.SetPageTable, 0x1000], InvalidAddress],
    [[F.ConsoleWrite, 0xffff_fff0, 0x20], InvalidAddress],
    [[F.ConsoleWrite, MEMORY_BASE, 1025], InvalidParam],
    [[F.DomainInfo, MEMORY_BASE + 2], InvalidParam],
    [[F.DomainInfo, 0], InvalidAddress],
  ]);
});

check('calls after which a batch could not go on are denied in it', async (lab) => {
  await claimRefused(lab, [
    [[F.Multicall, BATCH, 1], Denied],
    [[F.Multicall, BATCH, 0], Denied],
    [[F.ReturnTo, MEMORY_BASE], Denied],
    [[F.Shutdown, 0], Denied],
    [[F.Block], Denied],
    [[F.Yield], Denied],
    [[10], NotSupported],
    [[0xffff_ffff], NotSupported],
  ]);
});

check('what was checked is what is carried out, whatever happens to memory meanwhile', async (lab) => {
  const printed = batchOf([[F.ConsoleWrite, MEMORY_BASE, 2], ...right]);
  const frame = MEMORY_BASE + 0x200;
  const frameWords = [MEMORY_BASE, 1, 2, 3, 4, 1, 1];
  const situations: Situation[] = [
    // Another virtual CPU of the guest changes an entry as soon as it has been read.
    { ...printed, changes: { [BATCH + 4]: 0x1000, [BATCH + 8]: 0xffff } },
    { ...printed, changes: { [BATCH]: F.Shutdown, [BATCH + 32]: F.Multicall } },
    // A call of the batch writes over the arguments, and the function, of the next one.
    batchOf([[F.DomainInfo, BATCH + 32], [F.SetTimer, 7, 8], ...right]),
    {
      words: Object.fromEntries(frameWords.map((word, i) => [frame + 4 * i, word])),
      changes: { [frame]: 1, [frame + 20]: 3, [frame + 24]: 9 },
      calls: [{ extension: HYPERCALL_EXTENSION, function: F.ReturnTo, args: [frame, 0, 0, 0, 0, 0] }],
    },
  ];
  const effects = [
    ['consoleWrite 0 0', 'setTimer 1 0', 'consoleWrite 0'],
    ['consoleWrite 0 0', 'setTimer 1 0', 'consoleWrite 0'],
    ['setTimer 7 8', 'setTimer 1 0', 'consoleWrite 0'],
    [`resume ${MEMORY_BASE} 1 2 3 4 1 1`],
  ];
  const observations = await lab.call<Observation[]>('calls', { situations });
  for (const [i, { effects: actual }] of observations.entries()) {
    claim('the effects of a call whose memory changes once it was read', actual).toEqual(effects[i]);
  }
});

check('random calls are answered and carried out by the rules', async (lab) => {
  const random = xorshift(lab.seed);
  const situations = Array.from({ length: SITUATIONS }, () => randomSituation(random()));
  const observations = await lab.call<Observation[]>('calls', { situations });
  for (const [i, situation] of situations.entries()) {
    const expected = observe(reference, situation);
    for (const [j, { extension, function: number, args }] of situation.calls.entries()) {
      const said = `extension 0x${extension.toString(16)}, function ${number}, arguments ${args.map((a) => `0x${a.toString(16)}`).join(', ')}`;
      claim(`the answer to ${said}`, observations[i]?.results[j]).toEqual(expected.results[j]);
    }
    claim('what was done for twenty-one random calls', observations[i]?.effects).toEqual(expected.effects);
    claim('what was written for twenty-one random calls', observations[i]?.written).toEqual(expected.written);
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
