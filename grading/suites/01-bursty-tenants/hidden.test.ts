/** The hidden checks of exercise 01: the part against an exhaustive search, and its plans on days that it never saw. */
import {
  anotherDay,
  burstyDay,
  dearInvoices,
  invoiceCases,
  nearTies,
  randomFrom,
  smallCases,
  type CapacityCase,
  type InvoiceCase,
} from './generate.js';
import { invoiceOf, leastCapacity, meets, summed, sumOfPeaks } from './oracle.js';

const largest = Number.MAX_SAFE_INTEGER;

check('capacities equal those of an exhaustive search', async (lab) => {
  const expected = lab.once('capacities', lab.seed, capacities);
  const asked = lab.once('cases', expected, (all) => ({
    cases: all.map(({ demands, target }) => ({ demands, target })),
  }));
  const dedicated = await lab.call<number[][]>('dedicated', asked);
  const shared = await lab.call<number[]>('shared', asked);
  for (const [i, { args, each, all }] of expected.entries()) {
    claim(`the answer of dedicated${args}`, dedicated[i]).toEqual(each);
    claim(`the answer of shared${args}`, shared[i]).toBe(all);
  }
});

/** Cases, each in words and with what an exhaustive search finds: for each tenant, and for all together. */
function capacities(seed: number) {
  const counting = Array.from({ length: 25 }, (_, i) => 25 - i);
  // At 280 per mille of 25 intervals exactly 7 must be served; a share of 0.28 × 25 comes out above 7.
  const exact = [280, 560].map((target) => ({ demands: [counting], target }));
  // Of 2,000 intervals, 1,800 and 2,000 must be served: one less would need less than 8 and 25.
  const longDay = Array.from({ length: 2000 }, (_, i) => (i < 1799 ? 3 : i < 1999 ? 8 : 25));
  const long = [900, 1000].map((target) => ({ demands: [longDay], target }));
  const cases: CapacityCase[] = [...smallCases(seed, 150), ...exact, ...long];
  return cases.map(({ demands, target }) => ({
    demands,
    target,
    args: `(${JSON.stringify(demands)}, ${target})`,
    each: demands.map((trace) => leastCapacity(trace, target)),
    all: leastCapacity(summed(demands), target),
  }));
}

check(
  'days without tenants, without intervals, with one interval and with huge demands are answered',
  async (lab) => {
    for (const demands of [[], [[], []]]) {
      await claimAnswers(lab, { demands, target: 990 }, 0);
    }
    await claimAnswers(lab, { demands: [[0, 0, 0]], target: 1000 }, 0);
    // With one interval all days are the same, and so must the plan be what that interval needs.
    for (const target of [1, 1000]) {
      await claimAnswers(lab, { demands: [[4], [0], [2]], target }, 6);
      await claimAnswers(lab, { demands: [[7]], target }, 7);
    }
    // Each bound is one at which some way to hold a number ends: Float32Array, bit operators, 32-bit arrays, Number itself.
    for (const bound of [2 ** 24, 2 ** 31, 2 ** 32, 2 ** 40, 2 ** 52 - 1]) {
      const demands = [[bound + 1, bound, 5], [3, bound, 0]]; // prettier-ignore
      await claimAnswers(lab, { demands, target: 1000 }, 2 * bound + 1);
      await claimAnswers(lab, { demands, target: 600 });
      await claimAnswers(lab, { demands, target: 333 });
    }
    await claimAnswers(lab, { demands: [[largest, 0]], target: 1000 }, largest);
    await claimAnswers(lab, { demands: [[0, largest]], target: 500 });
  },
);

check('invoices follow largest remainders, however many tenants and micro-units there are', async (lab) => {
  const expected = lab.once('invoices', lab.seed, invoices);
  const cases = expected.map(({ demands, capacity, prices }) => ({ demands, capacity, prices }));
  const answers = await lab.call<number[][]>('invoice', { cases });
  for (const [i, { words, split }] of expected.entries()) {
    claim(words, answers[i]).toEqual(split);
  }
});

/** Cases, each in words and with its split by largest remainders. */
function invoices(seed: number) {
  const dear = { site: largest - 1, cpu: 1 };
  const cases: InvoiceCase[] = [
    { demands: [], capacity: 5, prices: { site: 100, cpu: 3 } },
    { demands: [[], [], []], capacity: 1, prices: { site: 10, cpu: 10 } },
    ...invoiceCases(seed, 120),
    ...dearInvoices(seed, 30),
    // Nearly equal losses, and equal ones, of products around 2³¹, 2³², 2⁵³ and 2¹⁰⁶.
    ...[2 ** 15.5, 2 ** 16, 2 ** 26.5, 2 ** 52].flatMap((size) => nearTies(Math.floor(size))),
    { demands: [[2 ** 51 - 1], [2 ** 51], [3]], capacity: 1, prices: dear },
    { demands: [[1], [2 ** 52], [2 ** 50 + 1]], capacity: 1, prices: dear },
    { demands: [[2 ** 51], [2 ** 51], [2 ** 51]], capacity: 1, prices: dear },
    { demands: [[2 ** 52], [2 ** 52 - 1]], capacity: 1, prices: { site: 0, cpu: 1 } },
    { demands: [[2 ** 52 - 1], [2 ** 52]], capacity: 1, prices: { site: 0, cpu: 1 } },
    { demands: Array.from({ length: 300 }, (_, i) => [i % 7]), capacity: 1000, prices: { site: 1, cpu: 1 } },
  ];
  return cases.map(({ demands, capacity, prices }) => ({
    demands,
    capacity,
    prices,
    words: `the answer of invoice(${JSON.stringify(demands)}, ${capacity}, { site: ${prices.site}, cpu: ${prices.cpu} })`,
    split: invoiceOf(prices.site + prices.cpu * capacity, demands),
  }));
}

check('a plan meets its target on days that it never saw', async (lab) => {
  const late = [25, 8].map((peak) => Array.from({ length: 2000 }, (_, i) => (i < 1999 ? 3 : peak)));
  const [all] = await lab.call<[number]>('plan', { cases: [{ demands: late, target: 1000 }] });
  const lateWords =
    'the answer of plan(…, 1000) for two tenants whose peaks, 25 and 8, are their last of 2,000 intervals';
  claim(lateWords, all).toBe(33);
  for (const day of lab.once('traced days', lab.seed, tracedDays)) {
    const { kind, replays } = day;
    const [plan] = await lab.call<[number]>('plan', lab.once('plan for a day', day, planFor));
    const missed = replays.filter((demand) => !meets(demand, plan, target)).length;
    const words = `the number of days, of ${replays.length}, on which the planned ${plan} CPUs missed ${target} per mille`;
    claim(`${words} (bursts in the trace: ${kind})`, missed).toBe(0);
  }
});

check('a plan stays within one and a half times what those days need', async (lab) => {
  // Days on which nobody asks for anything, or only some do: no plan has one CPU to be sure.
  const idle = [[[0, 0]], [[0, 0, 0], [0, 0, 0]], [[0, 1, 0], [0, 0, 0]]]; // prettier-ignore
  const idleCases = idle.flatMap((demands) => [1, 500, 900, 999].map((target) => ({ demands, target })));
  const cases = [...lab.once('small cases', lab.seed, (seed) => smallCases(seed, 40)), ...idleCases];
  const plans = await lab.call<number[]>('plan', { cases });
  for (const [i, each] of cases.entries()) {
    const words = `the answer of plan(${JSON.stringify(each.demands)}, ${each.target}), compared with the sum of the peaks`;
    claim(words, plans[i]).toBeLessThanOrEqual(sumOfPeaks(each.demands));
  }
  for (const day of lab.once('traced days', lab.seed, tracedDays)) {
    const { kind, need } = day;
    const [plan] = await lab.call<[number]>('plan', lab.once('plan for a day', day, planFor));
    const words = `the plan for days that need ${need} CPUs (bursts in the trace: ${kind})`;
    claim(words, plan).toBeLessThanOrEqual(Math.floor(1.5 * need));
    // Thrift is no art for a pool that fails its tenants.
    claim(words, plan).toBeGreaterThanOrEqual(Math.ceil(need / 2));
  }
});

/** Claims the answers of all three functions; `plan` where the page leaves no choice, else its bound. */
async function claimAnswers(lab: Lab, { demands, target }: CapacityCase, plan?: number): Promise<void> {
  const cases = [{ demands, target }];
  const args = `(${JSON.stringify(demands)}, ${target})`;
  const [dedicated] = await lab.call<number[][]>('dedicated', { cases });
  claim(`the answer of dedicated${args}`, dedicated).toEqual(
    demands.map((trace) => leastCapacity(trace, target)),
  );
  const [shared] = await lab.call<number[]>('shared', { cases });
  claim(`the answer of shared${args}`, shared).toBe(leastCapacity(summed(demands), target));
  const [planned] = await lab.call<number[]>('plan', { cases });
  if (plan !== undefined) {
    claim(`the answer of plan${args}`, planned).toBe(plan);
  }
  claim(`the answer of plan${args}, compared with the sum of the peaks`, planned).toBeLessThanOrEqual(
    sumOfPeaks(demands),
  );
}

const target = 900;
const planFor = ({ demands }: Pick<CapacityCase, 'demands'>) => ({ cases: [{ demands, target }] });

/** Four traced days, each with twenty others of the same tenants, their summed demands, and what those need. */
function tracedDays(seed: number) {
  const random = randomFrom(seed);
  return (['anywhere', 'never together', 'anywhere', 'never together'] as const).map((kind) => {
    const demands = burstyDay(random, kind);
    const replays = Array.from({ length: 20 }, () => summed(anotherDay(random, demands)));
    const need = Math.max(...replays.map((demand) => leastCapacity(demand, target)));
    return { kind, demands, replays, need };
  });
}
