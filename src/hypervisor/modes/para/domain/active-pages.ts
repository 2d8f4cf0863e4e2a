/**
 * How much of its memory a VM uses: estimated, as asking the guest would be believing it. From a random sample of its pages the VMM takes
 * the accessed bits in the entries that map them; those that are set again after a while have been used. The VM's own tables are the
 * hardware's, so the bits in them are true. (Waldspurger 2002, section 5.3, whose VMM took the pages' translations away instead.)
 *
 * What the VMM itself reads and writes for the guest leaves no trace there, and so it does not count. A kernel that uses accessed bits too
 * must expect that the VMM takes them.
 */
import { PAGE_BYTES, PTE_A, PTE_PPN_SHIFT, PTE_V } from '../../../../machine/index.js';
import { entryAddress, findEntry } from '../../../memory/direct/index.js';
import type { PagedVm } from './paged-vm.js';

const ENTRIES = PAGE_BYTES / 4;

export class ActivePages {
  readonly #domain: PagedVm;
  /** Machine frames of the pages that are watched. */
  #sample: ReadonlySet<number> | undefined;

  constructor(domain: PagedVm) {
    this.#domain = domain;
  }

  /**
   * Ends a period and begins the next one with another sample, of at most `size` pages. Returns how many pages the VM has used in the
   * period, as its share of the sample says; undefined: this was the first call.
   */
  next(seed: number, size: number): number | undefined {
    const { pagesNow } = this.#domain;
    const old = this.#sample;
    this.#sample = new Set(sampleOf([...this.#domain.frames], size, seed));
    const used = this.#takeAccessed(new Set([...(old ?? []), ...this.#sample]));
    this.#domain.translationsChanged(); // the hart sets a bit when it walks the table
    return old === undefined
      ? undefined
      : Math.round(([...old].filter((frame) => used.has(frame)).length / old.size) * pagesNow);
  }

  /**
   * The hart has faulted at an address, and does not set accessed bits itself. True when only a bit was missing that the VMM has taken:
   * it is set, and the guest can go on.
   */
  giveBack(address: number): boolean {
    const { machine, space, vcpu } = this.#domain;
    const root = space.root(vcpu.mode);
    const found = findEntry(machine.memory, root, address);
    if (
      found === undefined ||
      (found.entry & (PTE_V | PTE_A)) !== PTE_V ||
      this.#sample?.has(found.entry >>> PTE_PPN_SHIFT) !== true
    ) {
      return false;
    }
    machine.memory.write32(entryAddress(found.frame, found.index), (found.entry | PTE_A) >>> 0);
    return true;
  }

  /** Takes the accessed bits away from all entries that map one of these frames. Returns the frames that had one. */
  #takeAccessed(frames: ReadonlySet<number>): ReadonlySet<number> {
    const { machine, paging, bootMap } = this.#domain;
    const used = new Set<number>();
    for (const frame of frames) {
      const guestFrame = this.#domain.guestFrameOf(frame);
      if (guestFrame !== undefined && bootMap.takeAccessed(guestFrame)) {
        used.add(frame);
      }
    }
    for (const table of this.#domain.frames) {
      if (paging.info(table).type !== 'l1') {
        continue;
      }
      machine.charge(ENTRIES); // chosen: a cycle for each entry that is looked at
      for (let index = 0; index < ENTRIES; index++) {
        const at = entryAddress(table, index);
        const entry = machine.memory.read32(at);
        const frame = entry >>> PTE_PPN_SHIFT;
        if ((entry & PTE_V) !== 0 && (entry & PTE_A) !== 0 && frames.has(frame)) {
          used.add(frame);
          machine.memory.write32(at, (entry & ~PTE_A) >>> 0); // as the hart sets it: no count depends on it
        }
      }
    }
    return used;
  }
}

/** At most `size` of them, chosen at random (Fisher and Yates' shuffle, Marsaglia's xorshift): the same for the same seed. */
function sampleOf(frames: number[], size: number, seed: number): number[] {
  let state = seed | 0 || 1;
  const below = (limit: number) => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) % limit;
  };
  const count = Math.min(size, frames.length);
  for (let chosen = 0; chosen < count; chosen++) {
    const other = chosen + below(frames.length - chosen);
    [frames[chosen], frames[other]] = [frames[other]!, frames[chosen]!];
  }
  return frames.slice(0, count);
}
