/** Random numbers by seed: the same seed gives the same ones on every computer. (mulberry32) */
export class Random {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** 32 random bits, unsigned. */
  word(): number {
    this.#state = (this.#state + 0x6d2b_79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return (mixed ^ (mixed >>> 14)) >>> 0;
  }

  /** From 0 to 1, without 1 itself. */
  share(): number {
    return this.word() / 2 ** 32;
  }

  /** An integer from 0 to `count - 1`. */
  below(count: number): number {
    return this.word() % count;
  }

  /** An integer from `low` to `high`, both included. */
  between(low: number, high: number): number {
    return low + this.below(high - low + 1);
  }

  /** True once in `count` times. */
  oneIn(count: number): boolean {
    return this.below(count) === 0;
  }

  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)]!;
  }

  /** A random subset of the bits of `mask`. */
  bits(mask: number): number {
    return (this.word() & mask) >>> 0;
  }

  /** A number at which arithmetic is likely to go wrong: small, a power of two, its neighbour, or anything. */
  edge(): number {
    switch (this.below(4)) {
      case 0:
        return (this.below(9) - 4) >>> 0;
      case 1:
        return ((1 << this.below(32)) + this.below(3) - 1) >>> 0;
      case 2:
        return this.pick([0x7fff_ffff, 0x8000_0000, 0xffff_ffff, 0x5555_5555, 0xaaaa_aaaa, 0xffff, 0x8000]);
      default:
        return this.word();
    }
  }
}

/** A seed for case `index` of the run with seed `seed`. */
export function caseSeed(seed: number, index: number): number {
  return new Random(Math.imul(seed, 0x9e37_79b1) ^ Math.imul(index, 0x85eb_ca6b)).word();
}
