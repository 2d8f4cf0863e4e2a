/** Known-wrong: it plans for all bursts at once, whatever the target. */
import type { CapacityPart } from '../../src/hypervisor/index.js';

export const capacity: CapacityPart = {
  dedicated: (demands, target) => demands.map((trace) => leastCapacity(trace, target)),

  shared: (demands, target) => leastCapacity(summedDemand(demands), target),

  plan(demands, target) {
    return target === 0 ? 0 : demands.reduce((sum, trace) => sum + Math.max(0, ...trace), 0);
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
    for (const tenant of byRemainder.slice(0, leftOver)) shares[tenant]! += 1n;
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

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0);
