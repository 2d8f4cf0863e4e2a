/** The hidden checks of exercise 01: the part against an exhaustive search, and its plans on days that it never saw. */
import {
  anotherDay,
  burstyDay,
  invoiceCases,
  randomFrom,
  smallCases,
  type CapacityCase,
  type InvoiceCase,
} from './generate.js';
import { invoiceOf, leastCapacity, meets, summed } from './oracle.js';

const largest = Number.MAX_SAFE_INTEGER;

check('capacities equal those of an exhaustive search', async (lab) => {
  const counting = Array.from({ length: 25 }, (_, i) => 25 - i);
  // At 280 per mille of 25 intervals exactly 7 must be served; a share of 0.28 × 25 comes out above 7.
  const exact = [280, 560].map((target) => ({ demands: [counting], target }));
  const cases: CapacityCase[] = [...smallCases(lab.seed, 150), ...exact];
  const dedicated = await lab.call<number[][]>('dedicated', { cases });
  const shared = await lab.call<number[]>('shared', { cases });
  for (const [i, { demands, target }] of cases.entries()) {
    const args = `(${JSON.stringify(demands)}, ${target})`;
    claim(`the answer of dedicated${args}`, dedicated[i]).toEqual(
      demands.map((trace) => leastCapacity(trace, target)),
    );
    claim(`the answer of shared${args}`, shared[i]).toBe(leastCapacity(summed(demands), target));
  }
});

check(
  'days without tenants, without intervals, with one interval and with huge demands are answered',
  async (lab) => {
    const cases = [
    { demands: [], target: 990, dedicated: [], shared: 0 },
    { demands: [[], []], target: 990, dedicated: [0, 0], shared: 0 },
    { demands: [[0, 0, 0]], target: 1000, dedicated: [0], shared: 0 },
    { demands: [[4], [0], [2]], target: 1, dedicated: [4, 0, 2], shared: 6 },
    {
      demands: [[2 ** 52, 5], [2 ** 52 - 1, 2 ** 40]],
      target: 1000,
      dedicated: [2 ** 52, 2 ** 52 - 1],
      shared: largest,
    },
  ]; // prettier-ignore
    const dedicated = await lab.call<number[][]>('dedicated', { cases });
    const shared = await lab.call<number[]>('shared', { cases });
    const plans = await lab.call<number[]>('plan', { cases });
    for (const [i, { demands, target, ...answer }] of cases.entries()) {
      const args = `(${JSON.stringify(demands)}, ${target})`;
      claim(`the answer of dedicated${args}`, dedicated[i]).toEqual(answer.dedicated);
      claim(`the answer of shared${args}`, shared[i]).toBe(answer.shared);
      claim(`the answer of plan${args}`, plans[i]).toBe(answer.shared); // at these, the sum of the peaks: no day needs another capacity
    }
  },
);

check('invoices follow largest remainders, however many tenants and micro-units there are', async (lab) => {
  const dear = { site: largest - 1, cpu: 1 };
  const cases: InvoiceCase[] = [
    { demands: [], capacity: 5, prices: { site: 100, cpu: 3 } },
    { demands: [[], [], []], capacity: 1, prices: { site: 10, cpu: 10 } },
    ...invoiceCases(lab.seed, 120),
    { demands: [[2 ** 51 - 1], [2 ** 51], [3]], capacity: 1, prices: dear },
    { demands: [[1], [2 ** 52], [2 ** 50 + 1]], capacity: 1, prices: dear },
  ];
  const answers = await lab.call<number[][]>('invoice', { cases });
  for (const [i, { demands, capacity, prices }] of cases.entries()) {
    const expected = invoiceOf(prices.site + prices.cpu * capacity, demands);
    const words = `the answer of invoice(${JSON.stringify(demands)}, ${capacity}, ${JSON.stringify(prices)})`;
    claim(words, answers[i]).toEqual(expected);
  }
});

check('a plan meets its target on days that it never saw', async (lab) => {
  for (const { demands, kind, replays } of tracedDays(lab.seed)) {
    const [plan] = await lab.call<[number]>('plan', { cases: [{ demands, target }] });
    const missed = replays.filter((demand) => !meets(demand, plan, target)).length;
    const words = `the number of days, of ${replays.length}, on which the planned ${plan} CPUs missed ${target} per mille`;
    claim(`${words} (bursts in the trace: ${kind})`, missed).toBe(0);
  }
});

check('a plan stays within one and a half times what those days need', async (lab) => {
  for (const { demands, kind, replays } of tracedDays(lab.seed)) {
    const [plan] = await lab.call<[number]>('plan', { cases: [{ demands, target }] });
    const need = Math.max(...replays.map((demand) => leastCapacity(demand, target)));
    const words = `the plan for days that need ${need} CPUs (bursts in the trace: ${kind})`;
    claim(words, plan).toBeLessThanOrEqual(Math.floor(1.5 * need));
    // Thrift is no art for a pool that fails its tenants.
    claim(words, plan).toBeGreaterThanOrEqual(Math.ceil(need / 2));
  }
});

const target = 900;

/** Four traced days, each with twenty others of the same tenants: their summed demands. */
function tracedDays(seed: number) {
  const random = randomFrom(seed);
  return (['anywhere', 'never together', 'anywhere', 'never together'] as const).map((kind) => {
    const demands = burstyDay(random, kind);
    const replays = Array.from({ length: 20 }, () => summed(anotherDay(random, demands)));
    return { kind, demands, replays };
  });
}
