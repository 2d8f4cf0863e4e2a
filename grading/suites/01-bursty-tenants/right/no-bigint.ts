// No BigInt and no Map: chances are fractions in floating point, sums are runs in sorted arrays, products are divided bit by bit.
import { type CapacityPart, type DemandTrace } from '../../src/hypervisor/index.js';

interface Run {
  cpus: number;
  chance: number;
}

/** Sorted, with one run for each number of CPUs. */
function merged(runs: Run[]): Run[] {
  runs.sort((a, b) => a.cpus - b.cpus);
  const result: Run[] = [];
  for (const run of runs) {
    const last = result.at(-1);
    if (last?.cpus === run.cpus) {
      last.chance += run.chance;
    } else {
      result.push({ ...run });
    }
  }
  return result;
}

function least(demand: readonly number[], target: number): number {
  const sorted = [...demand].sort((a, b) => a - b);
  let i = 0;
  while (i < sorted.length && 1000 * i < target * sorted.length) {
    i++;
  }
  return i === 0 ? 0 : sorted[i - 1]!;
}

/** `a × b` divided by `by`, for `b` of at most 53 bits: schoolbook multiplication that never holds more than `2 × by`. */
function divide(a: number, b: number, by: number): { quotient: number; rest: number } {
  const whole = Math.floor(a / by);
  const part = a % by;
  let quotient = 0;
  let rest = 0;
  for (let bit = 52; bit >= 0; bit--) {
    // Twice what there is, and once more where the bit is set. Compared before it is added, so that nothing is rounded.
    quotient = 2 * quotient;
    if (rest >= by - rest) {
      rest -= by - rest;
      quotient++;
    } else {
      rest += rest;
    }
    if (Math.floor(b / 2 ** bit) % 2 === 1) {
      quotient += whole;
      if (part >= by - rest) {
        rest -= by - part;
        quotient++;
      } else {
        rest += part;
      }
    }
  }
  return { quotient, rest };
}

export const capacity: CapacityPart = {
  dedicated: (demands, target) => demands.map((trace) => least(trace, target)),

  shared(demands: readonly DemandTrace[], target: number) {
    const sums: number[] = [];
    for (const trace of demands) {
      trace.forEach((cpus, t) => (sums[t] = (sums[t] ?? 0) + cpus));
    }
    return least(sums, target);
  },

  plan(demands, target) {
    const peaks = demands.reduce((sum, trace) => sum + Math.max(0, ...trace), 0);
    let day: Run[] = [{ cpus: 0, chance: 1 }];
    for (const trace of demands) {
      const tenant = merged(trace.map((cpus) => ({ cpus, chance: 1 / trace.length })));
      day = merged(
        day.flatMap((a) => tenant.map((b) => ({ cpus: a.cpus + b.cpus, chance: a.chance * b.chance }))),
      );
    }
    let chance = 0;
    for (const run of target === 1000 ? [] : day) {
      chance += run.chance;
      if (chance >= (target + 1000) / 2000) {
        return run.cpus;
      }
    }
    return peaks;
  },

  invoice(demands, cpus, { site, cpu }) {
    const cost = site + cpu * cpus;
    let uses = demands.map((trace) => trace.reduce((sum, each) => sum + each, 0));
    let all = uses.reduce((sum, use) => sum + use, 0);
    if (all === 0) {
      uses = uses.map(() => 1);
      all = uses.length;
    }
    const parts = uses.map((use, tenant) => ({ tenant, ...divide(cost, use, all) }));
    const shares = parts.map(({ quotient }) => quotient);
    let left = shares.reduce((rest, share) => rest - share, cost);
    for (const { tenant } of parts.sort((a, b) => b.rest - a.rest || a.tenant - b.tenant)) {
      if (left-- <= 0) {
        break;
      }
      shares[tenant]!++;
    }
    return shares;
  },
};
