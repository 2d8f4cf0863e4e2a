/** Reference capacity planning: order statistics, a table of chances, and the method of largest remainders. */
import type { CapacityPart } from '../../src/hypervisor/index.js';

export const capacity: CapacityPart = {
  dedicated: (demands, target) => demands.map((trace) => leastCapacity(trace, target)),

  shared: (demands, target) => leastCapacity(summedDemand(demands), target),

  plan(demands, target) {
    // Halfway between the target and always: what one day promises on average, another day may miss by bad luck.
    const [wanted, whole] = [BigInt(1000 + target), 2000n];
    const table = [...chancesOfSums(demands)].sort(([a], [b]) => a - b);
    const all = table.reduce((sum, [, ways]) => sum + ways, 0n);
    let served = 0n;
    for (const [sum, ways] of table) {
      served += ways;
      if (whole * served >= wanted * all) {
        return sum;
      }
    }
    return 0; // an empty day
  },

  invoice(demands, poolCapacity, prices) {
    const cost = BigInt(prices.site + prices.cpu * poolCapacity);
    const used = demands.map((trace) => trace.reduce((sum, cpus) => sum + cpus, 0));
    const idle = used.every((use) => use === 0);
    const weights = used.map((use) => (idle ? 1n : BigInt(use)));
    const whole = weights.reduce((sum, weight) => sum + weight, 0n);

    const shares = weights.map((weight) => (cost * weight) / whole);
    const remainders = weights.map((weight) => (cost * weight) % whole);
    const leftOver = Number(cost - shares.reduce((sum, share) => sum + share, 0n));
    // Sorting is stable, so that of equal remainders the earlier tenant's stays first.
    const byRemainder = [...shares.keys()].sort((a, b) => compare(remainders[b]!, remainders[a]!));
    for (const tenant of byRemainder.slice(0, leftOver)) {
      shares[tenant]! += 1n;
    }
    return shares.map(Number);
  },
};

function leastCapacity(demand: readonly number[], target: number): number {
  const sorted = [...demand].sort((a, b) => a - b);
  const mustServe = Math.ceil((target * sorted.length) / 1000); // the product first: it is an integer
  return sorted[mustServe - 1] ?? 0;
}

function summedDemand(demands: readonly (readonly number[])[]): number[] {
  const intervals = demands[0]?.length ?? 0;
  return Array.from({ length: intervals }, (_, t) => demands.reduce((sum, trace) => sum + trace[t]!, 0));
}

/** In how many ways the tenants, each at some interval of its own trace, ask for each sum. */
function chancesOfSums(demands: readonly (readonly number[])[]): Map<number, bigint> {
  let chances = new Map([[0, 1n]]);
  for (const trace of demands) {
    const counts = new Map<number, bigint>();
    for (const cpus of trace) {
      add(counts, cpus, 1n);
    }
    const next = new Map<number, bigint>();
    for (const [sum, ways] of chances) {
      for (const [cpus, count] of counts) {
        add(next, sum + cpus, ways * count);
      }
    }
    chances = next;
  }
  return chances;
}

function add(table: Map<number, bigint>, key: number, ways: bigint): void {
  table.set(key, (table.get(key) ?? 0n) + ways);
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
