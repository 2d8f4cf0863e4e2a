/** Random situations: calls and batches of which most are nearly right, at the edges of what a guest may ask for. */
import {
  HYPERCALL_EXTENSION,
  HypercallFunction,
  MULTICALL,
  MULTICALL_MAX,
} from '../../../src/hypervisor/index.js';
import { xorshift } from '../../suite/xorshift.js';
import { EXAMPLE_VM, type Situation } from './model-vm.js';

type Pick = <T>(items: readonly T[]) => T;

/** The same situation for the same seed. */
export function randomSituation(seed: number): Situation {
  const random = xorshift(seed);
  const pick = <T>(items: readonly T[]): T => items[random() % items.length] as T;
  const vm = {
    id: pick([0, 1, 7, random()]),
    memoryBase: pick([0, 0x1000, 0x20_0000, 0x4000_0000, 0x7fff_8000, 0xfff0_0000]),
    memorySize: pick([0x8000, 0x1_0000, 0x10_0000]),
  };
  const { memoryBase: base, memorySize: size } = pick([EXAMPLE_VM, vm]);
  const pages = size / 4096;

  const address = () =>
    pick([
      base + 16 * (random() % (size / 16)), // most are right
      base + 4096 * (random() % pages),
      pick([0, base, base + size]) + pick([-4096, -32, -29, -16, -4, -1, 0, 1, 4, 16, 4096]),
      random(),
    ]) >>> 0;
  const count = () => pick([0, 1, 2, 3, 8, 31, 32, 33, 1023, 1024, 1025, 0x7fff_ffff, 0xffff_fff0, random()]);
  const call = (functions: readonly number[]) => ({
    function: pick([...functions, pick([10, 11, 0xffff_ffff])]),
    args: [address(), pick([address(), count()]), random(), random(), random()],
  });

  // Of these some are right.
  const returnFrames = Array.from({ length: 0x100 }, () => pick([0, 0, 1, 1, 2, 4, random()]));
  const calls = Array.from({ length: 20 }, () => ({
    ...call([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]),
    extension: pick([...new Array<number>(9).fill(HYPERCALL_EXTENSION), HYPERCALL_EXTENSION + 1]),
  }));

  // One batch, in front of the calls so that it finds memory as it is written here; its address is its call's first argument.
  const entryCount = pick([1, 2, 3, 5, 8, MULTICALL_MAX]);
  const batch = base + 0x1000 * (1 + (random() % (pages - 1)));
  const careful = random() % 2 === 0; // each entry for itself is right
  const entries = Array.from({ length: entryCount }, () => {
    const entry = careful
      ? rightCall(random, pick, base, size, batch + MULTICALL.entryBytes * (random() % entryCount))
      : call([0, 1, 3, 4, 7, 7, pick([2, 5, 6, 8, 9])]);
    return [entry.function, ...entry.args, random(), random()].map((word) => word >>> 0);
  });
  const asked = {
    extension: HYPERCALL_EXTENSION,
    function: HypercallFunction.Multicall,
    args: [batch, entryCount, 0, 0, 0, 0],
  };
  return {
    vm: base === EXAMPLE_VM.memoryBase ? EXAMPLE_VM : { ...vm },
    words: { [base]: returnFrames, [batch]: entries.flat() },
    calls: [asked, ...calls.map(({ args, ...rest }) => ({ ...rest, args: [...args, random()] }))],
  };
}

/** Sometimes it writes over an entry of the batch that it belongs to, `ownEntry`, or prints where its answer will stand. */
function rightCall(random: () => number, pick: Pick, base: number, size: number, ownEntry: number) {
  const address = base + 16 * (random() % (size / 16 - 64));
  return pick([
    { function: 0, args: [random() & ~3, random() & ~15, 0, 0, 0] },
    { function: 1, args: [pick([0, base + 4096]), 0, 0, 0, 0] },
    { function: 3, args: [random(), random(), 0, 0, 0] },
    { function: 4, args: [address + (random() % 16), random() % 40, 0, 0, 0] },
    { function: 4, args: [ownEntry + MULTICALL.error, 8, 0, 0, 0] },
    { function: 7, args: [pick([address, ownEntry, ownEntry + 8, ownEntry + 20]), 0, 0, 0, 0] },
  ]);
}
