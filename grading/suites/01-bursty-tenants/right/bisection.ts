// A class, generators and bisection: nothing is sorted; capacities are tried until the least that meets the target is found.
import type { CapacityPart, DemandTrace } from '../../src/hypervisor/index.js';

type Demands = readonly DemandTrace[];

/** Something that asks for CPUs in some number of ways, such as a trace in its intervals. */
class Load {
  #ways = new Map<number, bigint>();
  #all = 0n;

  static of(demands: Iterable<number>): Load {
    const load = new Load();
    for (const cpus of demands) {
      load.#add(cpus, 1n);
    }
    return load;
  }

  /** Both at once, each in a way of its own. */
  with(other: Load): Load {
    const both = new Load();
    for (const [a, waysOfA] of this.#ways) {
      for (const [b, waysOfB] of other.#ways) {
        both.#add(a + b, waysOfA * waysOfB);
      }
    }
    return both;
  }

  /** The least capacity that serves this many of 2000 ways. */
  least(of2000: bigint): number {
    let low = 0;
    let high = Math.max(0, ...this.#ways.keys());
    while (low < high) {
      const middle = low + Math.floor((high - low) / 2);
      if (2000n * this.#served(middle) >= of2000 * this.#all) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }

  #served(capacity: number): bigint {
    let served = 0n;
    for (const [cpus, ways] of this.#ways) {
      served += cpus <= capacity ? ways : 0n;
    }
    return served;
  }

  #add(cpus: number, ways: bigint): void {
    this.#ways.set(cpus, (this.#ways.get(cpus) ?? 0n) + ways);
    this.#all += ways;
  }
}

function* sums(demands: Demands): Generator<number> {
  for (let t = 0; t < (demands[0]?.length ?? 0); t++) {
    yield demands.reduce((sum, trace) => sum + (trace[t] ?? 0), 0);
  }
}

function dedicated(demands: Demands, target: number): number[] {
  return demands.map((trace) => Load.of(trace).least(2n * BigInt(target)));
}

function shared(demands: Demands, target: number): number {
  return Load.of(sums(demands)).least(2n * BigInt(target));
}

function plan(demands: Demands, target: number): number {
  const load = demands.filter((trace) => trace.length > 0).map((trace) => Load.of(trace));
  return load.length === 0 ? 0 : load.reduce((a, b) => a.with(b)).least(BigInt(target + 1000));
}

/** Gives each left-over micro-unit by itself, to the largest loss that is left. */
const invoice: CapacityPart['invoice'] = (demands, capacity, { site, cpu }) => {
  const cost = BigInt(site + cpu * capacity);
  let use = demands.map((trace) => trace.reduce((sum, cpus) => sum + BigInt(cpus), 0n));
  if (!use.some(Boolean)) {
    use = use.map(() => 1n);
  }
  const all = use.reduce((sum, each) => sum + each, 0n);
  const losses = use.map((each) => (cost * each) % all);
  const shares = use.map((each) => Number((cost * each) / all));
  let left = losses.reduce((sum, loss) => sum + loss, 0n) / (all || 1n);
  for (; left > 0n; left--) {
    const most = losses.reduce((best, loss, i) => (loss > losses[best]! ? i : best), 0);
    shares[most]! += 1;
    losses[most] = -1n;
  }
  return shares;
};

export const capacity: CapacityPart = { dedicated, shared, plan, invoice };
