/**
 * A random S-mode guest, made from a seed: it sets up paging, and then runs one random block after the other. Each block is a small attack
 * on the VMM's bookkeeping. Its trap handler mixes what it sees into a register, so that a wrong cause or address is never lost.
 */
import { Random } from '../../../random.js';
import { oneHartBlock } from './one-hart-blocks.js';
import { oneHartSource } from './one-hart.js';
import { severalHartsBlock } from './several-harts-blocks.js';
import { severalHartsSource } from './several-harts.js';

export interface Guest {
  readonly harts: number;
  /** Assembly. `@` stands for the number of the block. */
  readonly blocks: readonly string[];
}

/** One hart, or two to four: half of the guests each, unless `harts` says which. */
export function randomGuest(seed: number, harts?: number): Guest {
  const random = new Random(seed);
  const count = harts ?? (random.oneIn(2) ? 1 : random.between(2, 4));
  const kind = count === 1 ? oneHartBlock : severalHartsBlock(count);
  const length = count === 1 ? random.between(5, 60) : random.between(4, 20);
  return { harts: count, blocks: Array.from({ length }, () => kind(random)) };
}

/** The assembly of a guest. */
export function sourceOf({ harts, blocks }: Guest): string {
  const numbered = blocks.map((block, index) => block.replaceAll('@', String(index)));
  return harts === 1 ? oneHartSource(numbered) : severalHartsSource(harts, numbered);
}
