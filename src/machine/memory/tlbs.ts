/**
 * The TLBs of a hart: a pair, for fetches and for loads and stores, for each kind of translation that a tag (tlb.ts) cannot
 * tell from the others. Privileged specification 1.12, sections 3.7.2 (PMP and paging) and 8.5 (guests).
 */
import { Tlb } from './tlb.js';

export interface TlbPair {
  readonly fetch: Tlb;
  readonly data: Tlb;
}

export class Tlbs {
  /** Addresses that satp's table translates. */
  readonly paged: TlbPair = newPair();
  // The others are made when they are first needed: most machines have neither PMP nor guests.
  #machine: TlbPair | undefined;
  #bare: TlbPair | undefined;
  #guest: TlbPair | undefined;
  #guestRoot = 0; // hgatp
  #guestRights = 0;

  /** Physical addresses of M-mode, where PMP alone decides. */
  get machine(): TlbPair {
    return (this.#machine ??= newPair());
  }

  /** The same for S- and U-mode without paging. */
  get bare(): TlbPair {
    return (this.#bare ??= newPair());
  }

  /** Addresses of the guest that was entered last (enterGuest). */
  get guest(): TlbPair {
    return (this.#guest ??= newPair());
  }

  /**
   * A guest begins to use its TLB. Another hgatp or other `rights` than before make another world, for which the TLB is
   * emptied first. Returns whether that happened.
   */
  enterGuest(hgatp: number, rights: number): boolean {
    const other = hgatp !== this.#guestRoot || rights !== this.#guestRights;
    if (other) {
      flushPair(this.guest);
      this.#guestRoot = hgatp;
      this.#guestRights = rights;
    }
    return other;
  }

  flush(): void {
    for (const pair of [this.paged, this.#machine, this.#bare, this.#guest]) {
      if (pair !== undefined) {
        flushPair(pair);
      }
    }
  }
}

function newPair(): TlbPair {
  return { fetch: new Tlb(), data: new Tlb() };
}

function flushPair({ fetch, data }: TlbPair): void {
  fetch.flush();
  data.flush();
}
