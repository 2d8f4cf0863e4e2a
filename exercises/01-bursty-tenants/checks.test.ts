/** The visible checks of exercise 01. Each call of the part stands in a claim with its arguments, to be read and tried. */

const early = [1, 1, 9, 1, 1, 1, 1, 1, 1, 1];
const late = [1, 1, 1, 1, 1, 1, 9, 1, 1, 1];
const rising = [2, 10, 4, 9, 100, 6, 5, 8, 7, 3];

check('each dedicated capacity is the least that meets the target of its tenant', async (lab) => {
  const cases = [
    { demands: [early, rising], target: 1000, answer: [9, 100] },
    { demands: [early, rising], target: 900, answer: [1, 10] },
    { demands: [early, rising], target: 800, answer: [1, 9] },
    { demands: [rising], target: 801, answer: [10] }, // 8 of 10 intervals are 800 per mille: one too few
    { demands: [rising], target: 1, answer: [2] },
    {
      demands: [
        [0, 5, 0, 0],
        [7, 0, 6, 0],
      ],
      target: 750,
      answer: [0, 6],
    }, // an interval without demand is served by any capacity
  ];
  const answers = await lab.call<number[][]>('dedicated', { cases });
  for (const [i, { demands, target, answer }] of cases.entries()) {
    claim(`the answer of dedicated(${JSON.stringify(demands)}, ${target})`, answers[i]).toEqual(answer);
  }
});

check('the shared pool is the least that serves all tenants at once', async (lab) => {
  const cases = [
    { demands: [early, late], target: 1000, answer: 10 }, // bursts that do not overlap: 10, not 18
    { demands: [early, early], target: 1000, answer: 18 }, // bursts that overlap
    { demands: [early, late], target: 900, answer: 10 }, // each alone would miss one interval; together they miss two
    { demands: [early, early], target: 900, answer: 2 },
    { demands: [early, late], target: 800, answer: 2 },
    {
      demands: [
        [0, 5, 0, 0],
        [0, 0, 6, 0],
      ],
      target: 500,
      answer: 0,
    }, // in two intervals nobody asks for anything
  ];
  const answers = await lab.call<number[]>('shared', { cases });
  for (const [i, { demands, target, answer }] of cases.entries()) {
    claim(`the answer of shared(${JSON.stringify(demands)}, ${target})`, answers[i]).toBe(answer);
  }
});

check('a plan counts on bursts that meet on another day', async (lab) => {
  const demands = [
    [1, 1, 9, 1, 1],
    [0, 0, 0, 0, 7],
  ];
  // Each peak lasts one interval of 60: they meet on one other day of 3600.
  const seldom = [9, 7].map((peak) => [peak, ...new Array<number>(59).fill(0)]);
  const others = [
    { demands: seldom, answer: 16 },
    { demands: [early, late], answer: 18 },
    { demands: [early, late, rising], answer: 118 },
    { demands: [rising], answer: 100 }, // a tenant alone does on other days what it did
    { demands: [[4, 0], [0, 4], [2, 1]], answer: 10 }, // prettier-ignore
  ];
  const cases = [{ demands }, ...others].map((each) => ({ demands: each.demands, target: 1000 }));
  const [plan, ...plans] = await lab.call<[number, ...number[]]>('plan', { cases });
  const [first, second] = demands as [number[], number[]];
  for (let by = 0; by < second.length; by++) {
    const otherDay = second.map((_, t) => second[(t + by) % second.length]!);
    const peak = Math.max(...first.map((cpus, t) => cpus + otherDay[t]!));
    const words = `the answer of plan(${JSON.stringify(demands)}, 1000), on a day when the second tenant asks for ${JSON.stringify(otherDay)}`;
    claim(words, plan).toBeGreaterThanOrEqual(peak);
  }
  claim(`the answer of plan(${JSON.stringify(demands)}, 1000), where 9 and 7 are the peaks`, plan).toBe(16);
  for (const [i, each] of others.entries()) {
    claim(`the answer of plan(${JSON.stringify(each.demands)}, 1000)`, plans[i]).toBe(each.answer);
  }
});

check('invoices add up to the cost, to the last micro-unit', async (lab) => {
  const cases = [
    // 10 + 1 × 90 = 100 micro-units for uses of 2, 1 and 1
    { demands: [[1, 1], [1, 0], [0, 1]], capacity: 90, prices: { site: 10, cpu: 1 }, answer: [50, 25, 25] }, // prettier-ignore
    // 100 for three equal uses: 33 each, and of three equal remainders the first tenant's comes first
    { demands: [[5], [5], [5]], capacity: 10, prices: { site: 0, cpu: 10 }, answer: [34, 33, 33] },
    // 10 for uses of 1, 3 and 3: 1.43, 4.29, 4.29; the first remainder is the largest
    { demands: [[1], [3], [3]], capacity: 0, prices: { site: 10, cpu: 7 }, answer: [2, 4, 4] },
    // 11 for uses of 1, 1 and 4: 1.83, 1.83, 7.33
    { demands: [[4, 0], [0, 1], [1, 0]], capacity: 3, prices: { site: 5, cpu: 2 }, answer: [7, 2, 2] }, // prettier-ignore
    // 9 for uses of 2, 3 and 3: 2.25, 3.375, 3.375; of the two that lost most, the second tenant comes first
    { demands: [[2], [3], [3]], capacity: 0, prices: { site: 9, cpu: 1 }, answer: [2, 4, 3] },
    // 2 for uses of 1 and 3: 0.5 and 1.5; the loss counts, not the share
    { demands: [[1], [3]], capacity: 1, prices: { site: 1, cpu: 1 }, answer: [1, 1] },
    // 2 for uses of 6, 1, 1, 1 and 1: 1.2 and four times 0.2; all lost exactly one fifth
    { demands: [[6], [1], [1], [1], [1]], capacity: 0, prices: { site: 2, cpu: 1 }, answer: [2, 0, 0, 0, 0] },
    // 10 for uses of 0, 3, 0 and 4: who used nothing pays nothing
    { demands: [[0], [3], [0], [4]], capacity: 5, prices: { site: 0, cpu: 2 }, answer: [0, 4, 0, 6] },
    // nobody asked for anything, and the site still costs 7
    { demands: [[0], [0]], capacity: 0, prices: { site: 7, cpu: 3 }, answer: [4, 3] },
  ];
  const answers = await lab.call<number[][]>('invoice', { cases });
  for (const [i, { demands, capacity, prices, answer }] of cases.entries()) {
    const words = `the answer of invoice(${JSON.stringify(demands)}, ${capacity}, { site: ${prices.site}, cpu: ${prices.cpu} })`;
    claim(words, answers[i]).toEqual(answer);
  }
});
