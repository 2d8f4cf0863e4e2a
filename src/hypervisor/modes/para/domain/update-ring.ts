/**
 * The ring of updates: page updates in the guest's memory, which wait until the guest asks for them, or returns to a process. So a
 * kernel changes its tables and returns in one entry of the VMM, and a switch to another process is one too. (Xen's ports batch them
 * in this way: Linux calls it lazy MMU mode.)
 */
import { HypercallError, type HypercallResult } from '../../../sockets/index.js';
import { UPDATE_RING } from '../shared/index.js';
import { UPDATE_CYCLES, doUpdates, type WordPair } from './page-updates.js';
import type { PagedVm } from './paged-vm.js';

const { InvalidParam, InvalidAddress } = HypercallError;
const { places, updateBytes } = UPDATE_RING;

export class UpdateRing {
  readonly #domain: PagedVm;
  /** How many were done: the VMM's own count. */
  #done = 0;

  /** `address`: of the ring, guest-physical. Both counts begin with 0. */
  constructor(
    domain: PagedVm,
    readonly address: number,
  ) {
    this.#domain = domain;
  }

  /** Does all that wait; stops at the first that is refused, which waits on. The value is how many were done. */
  serve(): HypercallResult {
    const { vm, machine } = this.#domain;
    const { memory } = vm;
    if (!this.#domain.has(this.address, UPDATE_RING.bytes) || !this.#domain.mayWrite(this.address, 8)) {
      return { error: InvalidAddress, value: 0 };
    }
    const count = (memory.readWord(this.address + UPDATE_RING.asked) - this.#done) >>> 0;
    if (count > places) {
      return { error: InvalidParam, value: 0 };
    }
    if (count === 0) {
      return { error: 0, value: 0 };
    }
    machine.charge(UPDATE_CYCLES * count);
    const updates = Array.from({ length: count }, (_, index): WordPair => {
      const at = this.address + UPDATE_RING.updates + ((this.#done + index) % places) * updateBytes;
      return [memory.readWord(at), memory.readWord(at + 4)];
    });
    const result = doUpdates(this.#domain, updates);
    this.#done = (this.#done + result.value) >>> 0;
    if (this.#domain.mayWrite(this.address, 8)) {
      memory.writeWord(this.address + UPDATE_RING.done, this.#done); // not when an update has made a table of this very page
    }
    return result;
  }
}
