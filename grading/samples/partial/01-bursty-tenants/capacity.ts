/** Exercise 01, half way: capacities are right, the plan looks back only, and invoices are rounded as they come. */
import type { CapacityPart } from '../../src/hypervisor/index.js';

const least = (trace: readonly number[], target: number): number => {
  const sorted = [...trace].sort((a, b) => a - b);
  return sorted[Math.ceil((target * sorted.length) / 1000) - 1] ?? 0;
};

const summed = (demands: readonly (readonly number[])[]): number[] =>
  (demands[0] ?? []).map((_, t) => demands.reduce((sum, trace) => sum + (trace[t] ?? 0), 0));

export const capacity: CapacityPart = {
  dedicated: (demands, target) => demands.map((trace) => least(trace, target)),

  shared: (demands, target) => least(summed(demands), target),

  plan(demands, target) {
    console.log('planning for', demands.length, 'tenants at', target);
    return this.shared(demands, target);
  },

  invoice(demands, pool, prices) {
    const cost: string = prices.site + prices.cpu * pool;
    const uses = demands.map((trace) => trace.reduce((sum, cpus) => sum + cpus, 0));
    const all = uses.reduce((sum, use) => sum + use, 0);
    return uses.map((use) => Math.round((Number(cost) * use) / all));
  },
};
