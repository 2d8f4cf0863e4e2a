/**
 * What the right answers of exercise 01 are, straight from the definitions on its task page: slow, by trying and counting,
 * and sharing nothing with the reference part.
 */

/** Whether this capacity serves enough of the intervals in full. */
export function meets(demand: readonly number[], capacity: number, target: number): boolean {
  let served = 0;
  for (const cpus of demand) {
    served += cpus <= capacity ? 1 : 0;
  }
  return 1000 * served >= target * demand.length;
}

/** The least capacity that meets the target. Only a demand that occurs, or 0, can be it; more capacity never serves less. */
export function leastCapacity(demand: readonly number[], target: number): number {
  const candidates = [...new Set([0, ...demand])].sort((a, b) => a - b);
  let [from, to] = [0, candidates.length - 1];
  while (from < to) {
    const middle = (from + to) >> 1;
    if (meets(demand, candidates[middle]!, target)) {
      to = middle;
    } else {
      from = middle + 1;
    }
  }
  return candidates[from]!;
}

/** What all tenants ask for together, interval by interval. */
export function summed(demands: readonly (readonly number[])[]): number[] {
  const intervals = demands[0]?.length ?? 0;
  return Array.from({ length: intervals }, (_, t) => demands.reduce((sum, trace) => sum + trace[t]!, 0));
}

/** No day of these tenants needs more than this. */
export function sumOfPeaks(demands: readonly (readonly number[])[]): number {
  return demands.reduce((sum, trace) => sum + Math.max(0, ...trace), 0);
}

/** The split by largest remainders: a tenant gets one more micro-unit when fewer tenants stand before it than are left over. */
export function invoiceOf(cost: number, demands: readonly (readonly number[])[]): number[] {
  const used = demands.map((trace) => trace.reduce((sum, cpus) => sum + BigInt(cpus), 0n));
  const anyUse = used.some((use) => use > 0n);
  const weights = anyUse ? used : used.map(() => 1n);
  const all = weights.reduce((sum, weight) => sum + weight, 0n);
  const floors = weights.map((weight) => (BigInt(cost) * weight) / all);
  const remainders = weights.map((weight) => (BigInt(cost) * weight) % all);
  const leftOver = BigInt(cost) - floors.reduce((sum, floor) => sum + floor, 0n);
  return floors.map((floor, i) => {
    const before = remainders.filter(
      (other, j) => other > remainders[i]! || (other === remainders[i]! && j < i),
    );
    return Number(floor + (BigInt(before.length) < leftOver ? 1n : 0n));
  });
}
