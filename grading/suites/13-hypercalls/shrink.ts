/**
 * Makes the situation small in which a random check failed, so that it can be understood and tried again: fewer calls, and
 * fewer entries in the batches. It asks for each step again what the dispatcher does, and it always ends: each step leaves less.
 */
import { HypercallFunction, MULTICALL, MULTICALL_MAX } from '../../../src/hypervisor/index.js';
import { eachWord, type Situation, type Words } from './model-vm.js';

/** Which of the situations fail. */
type Failing = (situations: readonly Situation[]) => Promise<readonly boolean[]>;

/** A situation that still fails, and of which no single call or entry can be left out. */
export async function shrink(situation: Situation, failing: Failing): Promise<Situation> {
  const smaller = candidates(situation);
  const failed = smaller.length === 0 ? -1 : (await failing(smaller)).indexOf(true);
  return failed < 0 ? situation : shrink(smaller[failed]!, failing);
}

/** Smallest first: one call alone, then all but one call, then all but one entry of a batch. */
function candidates({ calls, words = {}, ...rest }: Situation): Situation[] {
  const alone = calls.length > 1 ? calls.map((call) => ({ ...rest, words, calls: [call] })) : [];
  const without =
    calls.length > 2
      ? calls.map((_, i) => ({ ...rest, words, calls: calls.filter((_call, j) => j !== i) }))
      : [];
  const shorter = calls.flatMap((call, i) => {
    const [address = 0, count = 0, ...others] = call.args;
    if (call.function !== HypercallFunction.Multicall || count > MULTICALL_MAX || address % 4 !== 0) {
      return [];
    }
    return Array.from({ length: count }, (_, entry) => ({
      ...rest,
      words: withoutEntry(words, address, count, entry),
      calls: calls.with(i, { ...call, args: [address, count - 1, ...others] }),
    }));
  });
  return [...alone, ...without, ...shorter];
}

/** The entries after this one move down by one. */
function withoutEntry(words: Words, address: number, count: number, entry: number): Words {
  const before = new Map(eachWord(words));
  const moved = new Map(before);
  const first = address + entry * MULTICALL.entryBytes;
  for (let at = first; at < address + (count - 1) * MULTICALL.entryBytes; at += 4) {
    moved.set(at, before.get(at + MULTICALL.entryBytes) ?? 0);
  }
  return Object.fromEntries([...moved].map(([at, word]) => [at, [word]]));
}
