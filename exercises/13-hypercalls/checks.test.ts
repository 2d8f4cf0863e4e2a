/** The visible checks of exercise 13: single calls and batches on a VM that writes down what is done to it, and two guests. */
import {
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  type Hypercall,
  type Run,
} from '../../src/hypervisor/index.js';
import { paraBatch, paraSingles } from '../../src/guests/index.js';

const BASE = 0x8000_0000; // the VM of the task page's examples: id 3, 64 KiB
const END = 0x8001_0000;
const FRAME = BASE + 0x100;
const BATCH = BASE + 0x1000;

const call = (name: keyof typeof HypercallFunction, ...args: number[]): Hypercall => ({
  extension: HYPERCALL_EXTENSION,
  function: HypercallFunction[name],
  args: [0, 1, 2, 3, 4, 5].map((index) => args[index] ?? 0),
});

/** What a call answers and does, a line each: its answer, what it made the VM do, the words in memory that it changed. */
type Done = readonly string[];
const fine = (value: number, ...effects: string[]): Done => [
  `answers { error: 0, value: ${value} }`,
  ...effects,
];
const refused = (error: keyof typeof HypercallError): Done => [
  `answers { error: ${HypercallError[error]} (${error}), value: 0 }`,
];
const [badParam, badAddress, unsupported] = [
  refused('InvalidParam'),
  refused('InvalidAddress'),
  refused('NotSupported'),
];

/** As the checks write numbers: 12, 0x4000, 0x8000_0000. */
const told = (value: number) =>
  value < 0x1000 ? String(value) : `0x${value.toString(16).replace(/\B(?=.{4}$)/, '_')}`;

type Vm = { readonly id: number; readonly memoryBase: number; readonly memorySize: number };
type Words = Readonly<Record<number, readonly number[]>>;
interface Case {
  readonly call: Hypercall;
  readonly done: Done;
  /** What stands in memory, word after word, by the address of the first one. */
  readonly words?: Words | undefined;
  /** Another VM than that of the task page's examples. */
  readonly vm?: Vm | undefined;
}

/** Makes each call on a VM of its own, all with the same dispatcher, and claims its answer and everything that it did. */
async function claimCases(lab: Lab, cases: readonly Case[]): Promise<void> {
  const situations = cases.map(({ call: asked, words, vm }) => ({
    ...(words && { words }),
    ...(vm && { vm }),
    calls: [asked],
  }));
  const observed = await lab.call<{ what: string; done: string }[][]>('calls', { situations });
  for (const [i, { done }] of cases.entries()) {
    const [only] = observed[i]!;
    claim(only!.what, only!.done).toBe(done.join('\n'));
  }
}

const claimEach = (
  lab: Lab,
  cases: readonly (readonly [Hypercall, Done])[],
  { words, vm }: Pick<Case, 'words' | 'vm'> = {},
) =>
  claimCases(
    lab,
    cases.map(([asked, done]) => ({ call: asked, done, words, vm })),
  );

check('each call does what the guest asks for', async (lab) => {
  const words = { [BASE + 4]: [0x6c_6c_65_68, 0x0a_6f] }; // "hello\n"
  await claimEach(
    lab,
    [
      [call('SetCallback', BASE + 0x44, BASE + 0x800), fine(0, 'setCallback(0x8000_0044, 0x8000_0800)')],
      [call('SetCallback', 0xffff_fffc, 16), fine(0, 'setCallback(0xffff_fffc, 16)')], // virtual addresses
      [call('SetPageTable', BASE + 0x2000), fine(0, 'setPageTable(0x8000_2000)')],
      [call('SetPageTable', 0), fine(0, 'setPageTable(0)')],
      [call('SetTimer', 5, 1), fine(0, 'setTimer(5, 1)')],
      [call('SetTimer', 0xffff_ffff, 0x8000_0000), fine(0, 'setTimer(0xffff_ffff, 0x8000_0000)')],
      [call('ConsoleWrite', BASE + 4, 6), fine(6, String.raw`consoleWrite("hello\n")`)],
      [call('ConsoleWrite', BASE + 5, 2), fine(2, 'consoleWrite("el")')],
      [call('ConsoleWrite', BASE + 5, 0), fine(0)],
      [call('Yield'), fine(0, 'yield()')],
      [call('Block'), fine(0, 'block()')],
      [call('Shutdown', 7), fine(0, 'shutdown(7)')],
      [call('Shutdown', 0xffff_fffe), fine(0, 'shutdown(0xffff_fffe)')],
      [
        call('DomainInfo', BASE + 0x24),
        fine(
          0,
          '[0x8000_0024] = 3',
          '[0x8000_0028] = 0x8000_0000',
          '[0x8000_002c] = 0x1_0000',
          '[0x8000_0030] = 0x8000_f000',
        ),
      ],
    ],
    { words },
  );
  const [other, words4] = [call('DomainInfo', 0x20_0010), ['5', '0x20_0000', '0x4000', '0x20_3000']];
  const lines = words4.map((word, i) => `[0x20_001${'048c'[i]}] = ${word}`);
  await claimEach(lab, [[other, fine(0, ...lines)]], {
    vm: { id: 5, memoryBase: 0x20_0000, memorySize: 0x4000 },
  });
  // Zeros are written too, where the guest has left something else.
  const zeros = fine(0, '[64] = 0', '[68] = 0', '[72] = 0x4000', '[76] = 0x3000');
  await claimEach(lab, [[call('DomainInfo', 0x40), zeros]], {
    vm: { id: 0, memoryBase: 0, memorySize: 0x4000 },
    words: { 0x40: [7, 7, 7, 7] },
  });
  // What stands in arguments that a call does not have is nobody's business.
  const rest = [3, 0xffff_ffff, 1, 0x8000_0001, 7, 9];
  await claimEach(lab, [
    [call('SetCallback', BASE, BASE, ...rest), fine(0, 'setCallback(0x8000_0000, 0x8000_0000)')],
    [call('SetPageTable', 0, ...rest), fine(0, 'setPageTable(0)')],
    [call('ReturnTo', FRAME, ...rest), fine(0, 'resume(0, 0, 0, 0, 0, 0, 0)')], // all words are 0
    [call('SetTimer', 5, 1, ...rest), fine(0, 'setTimer(5, 1)')],
    [call('ConsoleWrite', BASE, 1, ...rest), fine(1, String.raw`consoleWrite("\x00")`)],
    [call('Yield', ...rest), fine(0, 'yield()')],
    [call('Block', ...rest), fine(0, 'block()')],
    [call('Shutdown', 7, ...rest), fine(0, 'shutdown(7)')],
  ]);
});

check('a guest returns from a trap as its frame says, and only as it may', async (lab) => {
  const claimFrame = (frame: readonly number[], done: Done) =>
    claimEach(lab, [[call('ReturnTo', FRAME), done]], {
      words: { [FRAME]: frame },
    });
  // pc, sp, a0, a6, a7, mode, enabled. All but pc, mode and enabled may be any numbers.
  await claimFrame(
    [BASE + 8, 0x8000_0ff0, 10, 16, 17, 0, 1],
    fine(0, 'resume(0x8000_0008, 0x8000_0ff0, 10, 16, 17, 0, 1)'),
  );
  await claimFrame(
    [0xffff_fffc, 3, 0xffff_ffff, 6, 7, 1, 0],
    fine(0, 'resume(0xffff_fffc, 3, 0xffff_ffff, 6, 7, 1, 0)'),
  );
  await claimFrame([4, 0, 0, 0, 0, 1, 1], fine(0, 'resume(4, 0, 0, 0, 0, 1, 1)')); // pc is virtual
  await claimFrame([0xc000_0000, 1, 2, 3, 4, 0, 0], fine(0, 'resume(0xc000_0000, 1, 2, 3, 4, 0, 0)'));
  for (const mode of [2, 3, 4, 0x8000_0001, 0xffff_ffff]) {
    await claimFrame([BASE + 8, 0, 0, 0, 0, mode, 1], badParam); // neither user nor supervisor mode
  }
  for (const enabled of [2, 3, 0x8000_0000, 0xffff_ffff]) {
    await claimFrame([BASE + 8, 0, 0, 0, 0, 1, enabled], badParam); // neither masked nor enabled
  }
  for (const pc of [BASE + 5, BASE + 6, BASE + 7, 0xffff_ffff]) {
    await claimFrame([pc, 0, 0, 0, 0, 1, 1], badParam); // no instruction's address
  }
});

check('calls that do not exist are refused', async (lab) => {
  await claimEach(lab, [
    [call('Yield'), fine(0, 'yield()')],
    ...[10, 11, 0x105, 0x8000_0005, 0xffff_ffff].map(
      (number) => [{ ...call('Yield'), function: number }, unsupported] as const,
    ),
    [{ ...call('Yield'), extension: HYPERCALL_EXTENSION + 1 }, unsupported],
    [{ ...call('Shutdown', 1), extension: 0x09ff_ffff }, unsupported],
    [{ ...call('ConsoleWrite', 0, 2000), extension: 0x0900_0100 }, unsupported], // no matter with which arguments
    [{ ...call('Multicall', BATCH, 0), extension: 0x0901_0000 }, unsupported],
  ]);
});

check(
  'an argument that is misaligned or beyond its limit is refused, and before memory is looked at',
  async (lab) => {
    const longest = String.raw`consoleWrite("\x00".repeat(1024))`;
    await claimEach(lab, [
      [call('SetCallback', BASE + 1, BASE), badParam],
      [call('SetCallback', BASE + 2, BASE), badParam],
      [call('SetCallback', BASE, BASE + 4), badParam],
      [call('SetCallback', BASE, BASE + 8), badParam],
      [call('SetPageTable', BASE + 1), badParam],
      [call('SetPageTable', BASE + 0x800), badParam],
      [call('SetPageTable', 4), badParam],
      [call('ReturnTo', FRAME + 1), badParam],
      [call('ReturnTo', FRAME + 2), badParam],
      [call('DomainInfo', BASE + 1), badParam],
      [call('DomainInfo', BASE + 2), badParam],
      [call('Multicall', BATCH + 1, 1), badParam],
      [call('Multicall', BATCH + 2, 0), badParam],
      [call('ReturnTo', FRAME + 4), fine(0, 'resume(0, 0, 0, 0, 0, 0, 0)')], // all words are 0
      [call('Multicall', BATCH + 4, 1), fine(1, 'setCallback(0, 0)')],
      [call('ConsoleWrite', BASE, 1024), fine(1024, longest)],
      ...[1025, 0x8000_0000, 0x8000_0400, 0xffff_ffff].map(
        (length) => [call('ConsoleWrite', BASE, length), badParam] as const,
      ),
      [call('Multicall', BATCH, 32), fine(32, ...new Array<string>(32).fill('setCallback(0, 0)'))], // all words are 0
      ...[33, 0x0800_0000, 0x8000_0000, 0x8000_0020, 0xffff_ffff].map(
        (count) => [call('Multicall', BATCH, count), badParam] as const, // some of these times 32 do not fit into 32 bits
      ),
      // Two rules are broken: the first one gives the answer.
      [call('SetPageTable', BASE - 0x800), badParam],
      [call('ReturnTo', END + 1), badParam],
      [call('DomainInfo', 2), badParam],
      [call('ConsoleWrite', 0, 1025), badParam],
      [call('ConsoleWrite', BASE, 0xffff_ffff), badParam],
      [call('Multicall', END + 2, 1), badParam],
      [call('Multicall', 0, 33), badParam],
      [call('Multicall', 0xffff_ffe0, 0xffff_ffff), badParam],
    ]);
  },
);

check("memory that is not the guest's is refused", async (lab) => {
  const vms: readonly Vm[] = [
    { id: 3, memoryBase: 0, memorySize: 0x4000 },
    { id: 3, memoryBase: 0x20_0000, memorySize: 0x1000 }, // one page
    { id: 3, memoryBase: 0x1000_0000, memorySize: 0xc000_0000 }, // 3 GiB
    { id: 3, memoryBase: 0xffff_c000, memorySize: 0x4000 }, // up to the last address
  ];
  const example = edges({ id: 3, memoryBase: BASE, memorySize: END - BASE });
  await claimCases(lab, [...example.map(({ vm: _, ...rest }) => rest), ...vms.flatMap(edges)]);
  // What is in a frame does not matter where not all of it is in memory.
  const [cut, words] = [call('ReturnTo', END - 24), { [END - 24]: [1], [END - 4]: [3] }];
  await claimEach(lab, [[cut, badAddress]], { words });
});

/** Calls at both ends of a VM's memory. What begins at 2^32 or below 0 cannot be asked for, and is left out. */
function edges(vm: Vm): Case[] {
  const { id, memoryBase: base, memorySize: size } = vm;
  const end = base + size;
  // A word that is 0, as all of memory, is not changed by writing 0.
  const tells = (at: number) =>
    [id, base, size, end - 4096].flatMap((word, i) =>
      word === 0 ? [] : `[${told(at + 4 * i)}] = ${told(word)}`,
    );
  const nothing = String.raw`\x00`;
  const cases: (readonly [Hypercall, Done])[] = [
    [call('ConsoleWrite', end - 2, 2), fine(2, `consoleWrite("${nothing}${nothing}")`)], // the last two bytes
    [call('ConsoleWrite', end - 2, 3), badAddress],
    [call('ConsoleWrite', end - 1, 1024), badAddress],
    [call('ConsoleWrite', base, 1), fine(1, `consoleWrite("${nothing}")`)],
    [call('ConsoleWrite', base - 1, 1), badAddress],
    [call('ConsoleWrite', base - 1, 2), badAddress], // begins below
    [call('ConsoleWrite', end, 0), fine(0)],
    [call('ConsoleWrite', end, 1), badAddress],
    [call('ConsoleWrite', end + 1, 0), badAddress], // no bytes, but not there either
    [call('ConsoleWrite', base - 1, 0), badAddress],
    [call('ConsoleWrite', 0xffff_ff00, 0x200), badAddress], // the sum does not fit into 32 bits
    [call('SetPageTable', end - 4096), fine(0, `setPageTable(${told(end - 4096)})`)],
    [call('SetPageTable', end), badAddress],
    [call('SetPageTable', base - 4096), badAddress],
    [call('DomainInfo', end - 16), fine(0, ...tells(end - 16))],
    [call('DomainInfo', end - 12), badAddress],
    [call('DomainInfo', base - 4), badAddress],
    [call('ReturnTo', end - 28), fine(0, 'resume(0, 0, 0, 0, 0, 0, 0)')],
    [call('ReturnTo', end - 24), badAddress],
    [call('ReturnTo', base - 4), badAddress],
    [call('Multicall', end - 32, 1), fine(1, 'setCallback(0, 0)')], // its words are all 0
    [call('Multicall', end - 32, 2), badAddress],
    [call('Multicall', end - 28, 1), badAddress],
    [call('Multicall', base - 32, 2), badAddress],
    [call('Multicall', end, 0), fine(0)],
    [call('Multicall', end + 4, 0), badAddress],
  ];
  return cases
    .map(([asked, done]) => ({ call: asked, done, vm }))
    .filter(
      ({
        call: {
          function: number,
          args: [first = 0],
        },
      }) => {
        const root0 = number === HypercallFunction.SetPageTable && first === 0; // turns translation off: no page
        return first >= 0 && first < 2 ** 32 && !root0;
      },
    );
}

/** A batch in memory: eight words an entry. The last two are for the results. */
const layOut = (entries: readonly Hypercall[]): Words => ({
  [BATCH]: entries.flatMap((entry) => [entry.function, ...entry.args.slice(0, 5), 0xdead, 0xdead]),
});

/** Claims what a batch of these entries does. `values` are those of its answers, `more` the other words that it changes. */
async function claimBatch(
  lab: Lab,
  entries: readonly Hypercall[],
  effects: readonly string[],
  values: readonly number[],
  words: Words = {},
  more: readonly string[] = [],
): Promise<void> {
  const answers = values.flatMap((value, i) => {
    const at = (offset: number) => `[0x8000_${(0x1000 + 32 * i + offset).toString(16)}]`;
    return [`${at(24)} = 0`, `${at(28)} = ${value}`];
  });
  const done = fine(entries.length, ...effects, ...[...answers, ...more].sort());
  await claimEach(lab, [[call('Multicall', BATCH, entries.length), done]], {
    words: { ...words, ...layOut(entries) },
  });
}

check('a batch runs its calls in order and reports each', async (lab) => {
  const TEXT = BASE + 0x40;
  const text = { [TEXT]: [0x63_62_61] }; // "abc"
  await claimBatch(lab, [], [], []);
  await claimBatch(lab, [call('SetTimer', 1, 2)], ['setTimer(1, 2)'], [0]);
  await claimBatch(
    lab,
    [
      call('SetTimer', 100, 0),
      call('ConsoleWrite', TEXT, 3),
      call('SetCallback', BASE + 4, BASE + 16),
      call('SetPageTable', 0),
      call('SetTimer', 0xffff_ffff, 0x8000_0000),
    ],
    [
      'setTimer(100, 0)',
      'consoleWrite("abc")',
      'setCallback(0x8000_0004, 0x8000_0010)',
      'setPageTable(0)',
      'setTimer(0xffff_ffff, 0x8000_0000)',
    ],
    [0, 3, 0, 0, 0],
    text,
  );
  // The same call twice, with other arguments, is two calls. What is no argument of theirs does not matter.
  await claimBatch(
    lab,
    [
      call('SetPageTable', BASE, 1, 2, 3, 4),
      call('SetCallback', 4, 16, 5, 6, 7),
      call('SetPageTable', BASE + 4096, 8, 9, 10, 11),
      call('SetCallback', 8, 32, 12, 13, 14),
    ],
    ['setPageTable(0x8000_0000)', 'setCallback(4, 16)', 'setPageTable(0x8000_1000)', 'setCallback(8, 32)'],
    [0, 0, 0, 0],
  );
  const many = Array.from({ length: 20 }, (_, i) => i);
  await claimBatch(
    lab,
    many.map((i) => call('SetTimer', i, 0)),
    many.map((i) => `setTimer(${i}, 0)`),
    many.map(() => 0),
  );
  // The bytes for the console are those that stand there when they are written: an earlier call may have changed them.
  const domainInfo = [
    '[0x8000_0040] = 3',
    '[0x8000_0044] = 0x8000_0000',
    '[0x8000_0048] = 0x1_0000',
    '[0x8000_004c] = 0x8000_f000',
  ];
  const [info, print] = [call('DomainInfo', TEXT), call('ConsoleWrite', TEXT, 3)];
  await claimBatch(lab, [info, print], [String.raw`consoleWrite("\x03\x00\x00")`], [0, 3], text, domainInfo);
  await claimBatch(lab, [print, info], ['consoleWrite("abc")'], [3, 0], text, domainInfo);
  // No answer is written before the last call has run.
  const answer = (entry: number) => call('ConsoleWrite', BATCH + 32 * entry + 24, 6);
  const dead = String.raw`\xad\xde\x00\x00\xad\xde`;
  await claimBatch(
    lab,
    [answer(0), call('SetTimer', 1, 0), answer(0), answer(3), answer(4)],
    [`consoleWrite("${dead}")`, 'setTimer(1, 0)', `consoleWrite("${dead.repeat(3)}")`],
    [6, 0, 6, 6, 6],
  );
});

check('a guest that batches its calls saves exits', async (lab) => {
  const singles = await lab.call<Run>('run', { source: paraSingles, budget: 500 });
  const batch = await lab.call<Run>('run', { source: paraBatch, budget: 500 });
  claim('what the guest with single calls printed', singles.console).toBe('batch\n'.repeat(8));
  claim('what the guest with the batch printed', batch.console).toBe('batch\n'.repeat(8));
  claim('how the guest with the batch ended', batch.stop).toEqual({ kind: 'finished', code: 0 });
  claim('the hypercalls of the guest with single calls', singles.exits.hypercall).toBe(9);
  claim('the hypercalls of the guest with the batch', batch.exits.hypercall).toBe(2);
});
