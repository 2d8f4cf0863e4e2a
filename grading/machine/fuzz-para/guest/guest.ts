/**
 * A hostile paravirtual guest, made from a seed: its kernel sets up page tables as an honest one does, and then makes one attack after the
 * other. Each block is one: a forged entry, a call with arguments from anywhere, a lie in a ring, a grant that is used and misused, a
 * balloon that gives a page twice, a table that is edited through another mapping. A trap takes it to the next block.
 */
import { Random } from '../../../random.js';
import { anyCall, batch, otherCall, tripToUser } from './call-attacks.js';
import { epilogue, prologue } from './frame.js';
import { STACK } from './layout.js';
import { balloon, channels, endGrant, flood, grant, lyingRing, useGrant } from './sharing-attacks.js';
import { command, forgedEntry, ownTable, plainStore, updateRing } from './table-attacks.js';
import type { Kind } from './values.js';

export interface Guest {
  readonly blocks: readonly string[];
}

export function hostileGuest(seed: number): Guest {
  const random = new Random(seed);
  return { blocks: Array.from({ length: random.between(10, 80) }, () => random.pick(kinds)(random)) };
}

/** The assembly of a guest. */
export function sourceOf({ blocks }: Guest): string {
  const body = blocks.map(
    (block, index) =>
      `  la s10, next${index}\n  li sp, ${STACK + 4096}\n${block.replaceAll('@', String(index))}\nnext${index}:`,
  );
  return `${prologue}\n${body.join('\n')}\n${epilogue}`;
}

/** How often each kind comes. */
const shares: readonly (readonly [number, Kind])[] = [
  [2, anyCall],
  [3, forgedEntry],
  [2, ownTable],
  [2, command],
  [2, plainStore],
  [1, lyingRing],
  [1, flood],
  [3, grant],
  [3, useGrant],
  [2, endGrant],
  [2, balloon],
  [1, channels],
  [1, batch],
  [1, otherCall],
  [1, tripToUser],
  [1, updateRing],
];
const kinds: readonly Kind[] = shares.flatMap(([share, kind]) => Array.from({ length: share }, () => kind));
