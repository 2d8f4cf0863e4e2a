// Typed arrays, and a plan by simulation: it makes fifty other days with a random generator of its own and takes the worst.
import type { CapacityPart, DemandTrace } from '../../src/hypervisor/index.js';

/** Numbers from 0 up to, and without, `below`; the same ones each time. */
function* chance(below: number): Generator<number, never> {
  const state = Uint32Array.of(2463534242);
  for (;;) {
    state[0]! ^= state[0]! << 13;
    state[0]! ^= state[0]! >>> 17;
    state[0]! ^= state[0]! << 5;
    yield Math.floor((state[0]! / 2 ** 32) * below);
  }
}

const total = (values: Float64Array) => values.reduce((sum, value) => sum + value, 0);

function least(demand: Float64Array, target: number): number {
  const sorted = demand.slice().sort(); // typed arrays sort by number
  const missed = Math.floor(((1000 - target) * sorted.length) / 1000);
  return sorted.length === 0 ? 0 : sorted[sorted.length - 1 - missed]!;
}

class Platform {
  readonly #traces: readonly Float64Array[];
  readonly #intervals: number;

  constructor(demands: readonly DemandTrace[]) {
    this.#traces = demands.map((trace) => Float64Array.from(trace));
    this.#intervals = this.#traces[0]?.length ?? 0;
  }

  dedicated(target: number): number[] {
    return this.#traces.map((trace) => least(trace, target));
  }

  /** On a day when each tenant starts that many intervals later. */
  shared(target: number, later: readonly number[] = []): number {
    const sums = new Float64Array(this.#intervals);
    for (const [i, trace] of this.#traces.entries()) {
      let from = later[i] ?? 0;
      for (let t = 0; t < sums.length; t++) {
        sums[t]! += trace[from]!;
        from = from + 1 === sums.length ? 0 : from + 1;
      }
    }
    return least(sums, target);
  }

  plan(target: number): number {
    const peaks = total(Float64Array.from(this.#traces, (trace) => least(trace, 1000)));
    if (target === 1000 || this.#intervals < 2) {
      return peaks;
    }
    const starts = chance(this.#intervals);
    let worst = 0;
    for (let day = 0; day < 50; day++) {
      worst = Math.max(
        worst,
        this.shared(
          target,
          this.#traces.map(() => starts.next().value),
        ),
      );
    }
    return Math.min(peaks, Math.ceil(1.1 * worst));
  }

  invoice(cost: bigint): number[] {
    const uses = BigUint64Array.from(this.#traces, (trace) => BigInt(total(trace)));
    const all = uses.reduce((sum, use) => sum + use, 0n);
    if (all === 0n) {
      return this.#split(cost, uses.fill(1n), BigInt(uses.length));
    }
    return this.#split(cost, uses, all);
  }

  #split(cost: bigint, uses: BigUint64Array, all: bigint): number[] {
    // A loss and its tenant in one number, so that one sort puts both in order: the largest loss, then the earliest tenant.
    const places = BigInt(uses.length);
    const order = Array.from(uses, (use, i) => ((cost * use) % all) * places + (places - 1n - BigInt(i)));
    order.sort((a, b) => (a > b ? -1 : 1));
    const shares = Float64Array.from(uses, (use) => Number((cost * use) / all));
    const left = Number(cost) - total(shares);
    for (const each of order.slice(0, left)) {
      shares[uses.length - 1 - Number(each % places)]! += 1;
    }
    return [...shares];
  }
}

export const capacity: CapacityPart = {
  dedicated: (demands, target) => new Platform(demands).dedicated(target),
  shared: (demands, target) => new Platform(demands).shared(target),
  plan: (demands, target) => new Platform(demands).plan(target),
  invoice: (demands, cpus, { site, cpu }) =>
    new Platform(demands).invoice(BigInt(site) + BigInt(cpu) * BigInt(cpus)),
};
