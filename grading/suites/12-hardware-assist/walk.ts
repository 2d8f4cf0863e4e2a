/** The walk of a G-stage table as the manual tells it (privileged specification 1.12, sections 4.3.2 and 8.5.1), with a reason for each fault. */
import {
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  type Memory,
} from '../../../src/machine/index.js';

export interface Path {
  /** Undefined: the access faults. */
  readonly frame: number | undefined;
  readonly reason: string;
  /** Entries that were read. */
  readonly entries: number;
}

const needed = { fetch: PTE_X, load: PTE_R, store: PTE_W } as const;
const letters = { fetch: 'X', load: 'R', store: 'W' } as const;
const ENTRIES = 1024;

/** The hardware would have to set a missing A or D by itself, and may fault instead: here it does. */
export function leadsTo(memory: Memory, root: number, address: number, access: keyof typeof needed): Path {
  const guestFrame = Math.floor(address / PAGE_BYTES);
  let place = root * PAGE_BYTES + 4 * Math.floor(guestFrame / ENTRIES);
  for (const level of [1, 0]) {
    const entries = 2 - level;
    const fault = (reason: string): Path => ({ frame: undefined, reason, entries });
    const where = level === 1 ? 'the entry of the root' : 'the entry of the last level';
    const entry = memory.read32(place);
    const frame = entry >>> PTE_PPN_SHIFT;
    if ((entry & PTE_V) === 0) {
      return fault(`${where} is not valid`);
    }
    if ((entry & (PTE_R | PTE_W | PTE_X)) === 0) {
      if (level === 0 || (entry & (PTE_U | PTE_A | PTE_D)) !== 0) {
        return fault(`${where} is no leaf, and no pointer that is allowed`);
      }
      place = frame * PAGE_BYTES + 4 * (guestFrame % ENTRIES);
      continue;
    }
    if ((entry & (PTE_R | PTE_W)) === PTE_W) {
      return fault(`${where} has W without R`);
    }
    if ((entry & PTE_U) === 0) {
      return fault(`${where} has no U`);
    }
    if ((entry & needed[access]) === 0) {
      return fault(`${where} has no ${letters[access]}`);
    }
    if (level === 1 && frame % ENTRIES !== 0) {
      return fault('a superpage that is not aligned');
    }
    if ((entry & PTE_A) === 0 || (access === 'store' && (entry & PTE_D) === 0)) {
      return fault(
        `${where} lacks ${(entry & PTE_A) === 0 ? 'A' : 'D'}, which the hardware would have to set`,
      );
    }
    return { frame: level === 1 ? frame + (guestFrame % ENTRIES) : frame, reason: '', entries };
  }
  return { frame: undefined, reason: 'a pointer at the last level', entries: 2 };
}
