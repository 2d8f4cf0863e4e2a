/** The visible checks of exercise 13: single calls and batches on a VM that writes down what is done to it, and two guests. */
import {
  HYPERCALL_EXTENSION,
  HypercallError,
  HypercallFunction,
  type Run,
} from '../../src/hypervisor/index.js';
import { paraBatch, paraSingles } from '../../src/guests/index.js';

const BASE = 0x8000_0000;
const END = 0x8001_0000; // the VM has 64 KiB
const FRAME = BASE + 0x100;
const BATCH = BASE + 0x1000;

interface Call {
  readonly extension: number;
  readonly function: number;
  readonly args: readonly number[];
}

const call = (name: keyof typeof HypercallFunction, ...args: number[]): Call => ({
  extension: HYPERCALL_EXTENSION,
  function: HypercallFunction[name],
  args: [0, 1, 2, 3, 4, 5].map((index) => args[index] ?? 0),
});

interface Situation {
  readonly words?: Record<number, number>;
  readonly calls: readonly Call[];
}

interface Observation {
  readonly results: { error: number; value: number }[];
  readonly effects: string[];
  readonly written: Record<string, number>;
}

interface Expected {
  readonly error?: number;
  readonly value?: number;
  readonly effects?: readonly string[];
  readonly written?: Record<string, number>;
}

const hex = (value: number) => `0x${value.toString(16)}`;
const said = ({ function: number, args }: Call) =>
  `hypercall ${number} (${Object.keys(HypercallFunction)[number] ?? 'unknown'}) with a0 = ${hex(args[0] ?? 0)}, a1 = ${hex(args[1] ?? 0)}`;

/** Makes each call on a VM of its own and claims its answer and everything that it did. */
async function claimEach(
  lab: Lab,
  cases: [Call, Expected][],
  words: Record<number, number> = {},
): Promise<void> {
  const situations: Situation[] = cases.map(([each]) => ({ words, calls: [each] }));
  const observations = await lab.call<Observation[]>('calls', { situations });
  for (const [i, [each, { error = 0, value = 0, effects = [], written = {} }]] of cases.entries()) {
    const { results, ...done } = observations[i] as Observation;
    claim(`the answer to ${said(each)}`, results[0]).toEqual({ error, value });
    claim(`what was done for ${said(each)}`, done).toEqual({ effects, written });
  }
}

check('each call does what the guest asks for', async (lab) => {
  const text = { [BASE + 4]: 0x6c_6c_65_68, [BASE + 8]: 0x0a_6f }; // "hello\n"
  await claimEach(
    lab,
    [
      [
        call('SetCallback', BASE + 0x44, BASE + 0x800),
        { effects: [`setCallback ${BASE + 0x44} ${BASE + 0x800}`] },
      ],
      [call('SetPageTable', BASE + 0x2000), { effects: [`setPageTable ${BASE + 0x2000}`] }],
      [call('SetPageTable', 0), { effects: ['setPageTable 0'] }],
      [call('SetTimer', 5, 1), { effects: ['setTimer 5 1'] }],
      [call('ConsoleWrite', BASE + 4, 6), { value: 6, effects: ['consoleWrite 104 101 108 108 111 10'] }],
      [call('ConsoleWrite', BASE + 5, 2), { value: 2, effects: ['consoleWrite 101 108'] }],
      [call('Yield'), { effects: ['yield'] }],
      [call('Block'), { effects: ['block'] }],
      [call('Shutdown', 7), { effects: ['shutdown 7'] }],
      [
        call('DomainInfo', BASE + 0x20),
        { written: { '80000020': 3, '80000024': BASE, '80000028': END - BASE, '8000002c': END - 4096 } },
      ],
    ],
    text,
  );
});

check('a guest returns from a trap as its frame says, and only as it may', async (lab) => {
  const frame = (pc: number, mode: number, enabled: number) =>
    Object.fromEntries([pc, 0x8000_0ff0, 10, 16, 17, mode, enabled].map((word, i) => [FRAME + 4 * i, word]));
  const right = { effects: [`resume ${BASE + 8} ${0x8000_0ff0} 10 16 17 0 1`] };
  const wrong = { error: HypercallError.InvalidParam };
  await claimEach(lab, [[call('ReturnTo', FRAME), right]], frame(BASE + 8, 0, 1));
  await claimEach(lab, [[call('ReturnTo', FRAME), wrong]], frame(BASE + 8, 3, 1)); // machine mode
  await claimEach(lab, [[call('ReturnTo', FRAME), wrong]], frame(BASE + 8, 1, 2)); // neither masked nor enabled
  await claimEach(lab, [[call('ReturnTo', FRAME), wrong]], frame(BASE + 6, 1, 1)); // no instruction's address
});

check('calls that do not exist are refused', async (lab) => {
  const error = HypercallError.NotSupported;
  await claimEach(lab, [
    [call('Yield'), { effects: ['yield'] }],
    [{ ...call('Yield'), function: 10 }, { error }],
    [{ ...call('Yield'), function: 0xffff_ffff }, { error }],
    [{ ...call('Yield'), extension: HYPERCALL_EXTENSION + 1 }, { error }],
    [{ ...call('Shutdown', 1), extension: 0x09ff_ffff }, { error }],
  ]);
});

check("memory that is not the guest's and limits that are exceeded are refused", async (lab) => {
  const address = { error: HypercallError.InvalidAddress };
  const param = { error: HypercallError.InvalidParam };
  await claimEach(lab, [
    [call('ConsoleWrite', END - 2, 2), { value: 2, effects: ['consoleWrite 0 0'] }], // the last two bytes
    [call('ConsoleWrite', END - 2, 3), address],
    [call('ConsoleWrite', BASE - 1, 2), address],
    [call('ConsoleWrite', 0xffff_ff00, 0x200), address], // the sum does not fit into 32 bits
    [call('ConsoleWrite', BASE, 1025), param],
    [call('ConsoleWrite', BASE, 0xffff_ffff), param],
    [call('SetPageTable', END - 4096), { effects: [`setPageTable ${END - 4096}`] }],
    [call('SetPageTable', END), address],
    [call('SetPageTable', BASE + 0x800), param],
    [call('SetCallback', BASE + 2, BASE), param],
    [call('SetCallback', BASE, BASE + 8), param],
    [call('DomainInfo', END - 12), address],
    [call('DomainInfo', BASE + 2), param],
    [call('ReturnTo', END - 24), address],
    [call('ReturnTo', FRAME + 1), param],
    [call('Multicall', END - 32, 2), address],
    [call('Multicall', BASE, 33), param],
    [call('Multicall', 0xffff_ffe0, 2), address],
  ]);
});

check('a batch runs its calls in order and reports each', async (lab) => {
  const entries = [
    call('SetTimer', 100, 0),
    call('ConsoleWrite', BASE, 3),
    call('SetCallback', BASE + 4, BASE + 16),
    call('SetPageTable', 0),
    call('ConsoleWrite', BATCH + 24, 2), // where the first answer will stand: not yet
  ];
  await claimEach(
    lab,
    [
      [call('Multicall', BATCH, 0), { value: 0 }],
      [
        call('Multicall', BATCH, entries.length),
        {
          value: entries.length,
          effects: [
            'setTimer 100 0',
            'consoleWrite 97 98 99',
            `setCallback ${BASE + 4} ${BASE + 16}`,
            'setPageTable 0',
            'consoleWrite 173 222',
          ],
          written: {
            ...{ '80001018': 0, '8000101c': 0 },
            ...{ '80001038': 0, '8000103c': 3 }, // the bytes that were written
            ...{ '80001058': 0, '8000105c': 0 },
            ...{ '80001078': 0, '8000107c': 0 },
            ...{ '80001098': 0, '8000109c': 2 },
          },
        },
      ],
    ],
    { [BASE]: 0x63_62_61, ...layOut(entries) },
  );
});

/** A batch in memory: eight words an entry. The last two are for the results. */
function layOut(entries: readonly Call[]): Record<number, number> {
  const words = entries.flatMap((entry) => [entry.function, ...entry.args.slice(0, 5), 0xdead, 0xdead]);
  return Object.fromEntries(words.map((word, i) => [BATCH + 4 * i, word]));
}

check('a guest that batches its calls saves exits', async (lab) => {
  const singles = await lab.call<Run>('run', { source: paraSingles, budget: 500 });
  const batch = await lab.call<Run>('run', { source: paraBatch, budget: 500 });
  claim('what the guest with single calls printed', singles.console).toBe('batch\n'.repeat(8));
  claim('what the guest with the batch printed', batch.console).toBe('batch\n'.repeat(8));
  claim('how the guest with the batch ended', batch.stop).toEqual({ kind: 'finished', code: 0 });
  claim('the hypercalls of the guest with single calls', singles.exits.hypercall).toBe(9);
  claim('the hypercalls of the guest with the batch', batch.exits.hypercall).toBe(2);
});
