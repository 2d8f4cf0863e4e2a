/**
 * The TLBs of a hart. A pair has one TLB for fetches and one for loads and stores. There is a pair for each kind of translation,
 * because a tag (tlb.ts) does not say which kind it belongs to.
 * Privileged specification 1.12, sections 3.7.2 (PMP and paging) and 8.5 (guests).
 */
import { Tlb } from './tlb.js';

export interface TlbPair {
  readonly fetch: Tlb;
  readonly data: Tlb;
}

export class Tlbs {
  /** For addresses that the table of satp translates. */
  readonly paged: TlbPair = newPair();
  // The others are made at their first use, because most machines have neither PMP nor guests.
  #machine: TlbPair | undefined;
  #bare: TlbPair | undefined;
  #guest: TlbPair | undefined;
  #guestRoot = 0; // hgatp
  #guestRights = 0;

  /** For M-mode, whose addresses are physical: PMP decides alone. */
  get machine(): TlbPair {
    return (this.#machine ??= newPair());
  }

  /** For S- and U-mode without paging: the same. */
  get bare(): TlbPair {
    return (this.#bare ??= newPair());
  }

  /** For addresses of the guest that was entered last (enterGuest). */
  get guest(): TlbPair {
    return (this.#guest ??= newPair());
  }

  /**
   * A guest starts to use the guest pair. If hgatp or `rights` differ from those of the last call, the old entries are wrong for
   * it, and the pair is flushed first. Returns whether it was flushed.
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
