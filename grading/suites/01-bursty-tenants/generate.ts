/**
 * Tenants for the checks of exercise 01, made from a seed: small cases of every shape, and long days with bursts.
 * The days come in two kinds: bursts that fall anywhere, and bursts that happened never to meet on the day that was traced.
 */
import fc from 'fast-check';
import { xorshift } from '../../suite/xorshift.js';

export interface CapacityCase {
  demands: number[][];
  target: number;
}

export interface InvoiceCase {
  demands: number[][];
  capacity: number;
  prices: { site: number; cpu: number };
}

const TENANTS = 6;
const INTERVALS = 2000;

/** Small cases: 1 to 5 tenants, 1 to 24 intervals, small demands with many ties, every target. The smallest come first. */
export function smallCases(seed: number, count: number): CapacityCase[] {
  const cases = fc.record({ demands: demandsArbitrary(40, 1), target: fc.integer({ min: 1, max: 1000 }) });
  return bySize(fc.sample(cases, { seed, numRuns: count }));
}

/** Invoices over the same tenants, from free to as dear as safe integers allow. */
export function invoiceCases(seed: number, count: number): InvoiceCase[] {
  const money = fc.oneof(fc.integer({ min: 0, max: 50 }), fc.integer({ min: 0, max: 2 ** 40 }));
  const prices = fc.record({ site: money, cpu: money });
  const capacity = fc.integer({ min: 0, max: 1000 });
  const demands = fc.oneof(demandsArbitrary(9), demandsArbitrary(1_000_000));
  return bySize(fc.sample(fc.record({ demands, capacity, prices }), { seed, numRuns: count }));
}

/** Invoices whose uses and cost are both near 2⁵⁰: a product that is rounded to 53 bits has lost all of its remainder. */
export function dearInvoices(seed: number, count: number): InvoiceCase[] {
  const near = fc.integer({ min: 2 ** 48, max: 2 ** 50 });
  const demands = fc.array(
    near.map((use) => [use]),
    { minLength: 2, maxLength: 6 },
  );
  const prices = fc.record({ site: near, cpu: near });
  const capacity = fc.integer({ min: 0, max: 6 });
  return bySize(fc.sample(fc.record({ demands, capacity, prices }), { seed, numRuns: count }));
}

/**
 * Invoices whose products are about `size`² large. With a cost of 1 the losses are the uses themselves, which differ by 1; with
 * the others the larger use does not have the larger loss.
 */
export function nearTies(size: number): InvoiceCase[] {
  const quarter = Math.floor(size / 4);
  const uses = [
    [quarter, quarter + 1, quarter - 1],
    [quarter + 1, quarter, quarter + 1],
    [1, quarter, quarter, 2 * quarter - 1],
  ];
  const costs = [1, 2, size - 1, size + 1];
  return uses.flatMap((each) =>
    costs.map((cost) => ({
      demands: each.map((use) => [use]),
      capacity: 1,
      prices: { site: cost - 1, cpu: 1 },
    })),
  );
}

/** A day of six tenants. Each bursts in about a seventh of the intervals, one to four at a time. */
export function burstyDay(random: Random, bursts: 'anywhere' | 'never together'): number[][] {
  const tenants = Array.from({ length: TENANTS }, () => ({ idle: random(3), busy: 10 + random(15) }));
  const day = tenants.map(({ idle }) => Array.from({ length: INTERVALS }, () => idle + random(2)));
  const burst = (tenant: number, from: number, length: number) => {
    const trace = day[tenant]!;
    for (let t = from; t < Math.min(from + length, INTERVALS); t++) {
      trace[t] = tenants[tenant]!.busy;
    }
  };
  if (bursts === 'anywhere') {
    for (let tenant = 0; tenant < TENANTS; tenant++) {
      for (let t = random(30); t < INTERVALS; t += 5 + random(25)) {
        burst(tenant, t, 1 + random(4));
      }
    }
  } else {
    for (let t = 0; t < INTERVALS;) {
      const length = 1 + random(4);
      burst(random(TENANTS), t, length);
      t += length;
    }
  }
  return day;
}

/** Another day of the same tenants: each does what it did, from an hour of its own on. */
export function anotherDay(random: Random, day: readonly (readonly number[])[]): number[][] {
  return day.map((trace) => rotate(trace, random(trace.length)));
}

/** The trace from interval `by` on, then its beginning. */
function rotate(trace: readonly number[], by: number): number[] {
  return [...trace.slice(by), ...trace.slice(0, by)];
}

/** Gives an integer from 0 up to, and without, `below`. */
export type Random = (below: number) => number;

export function randomFrom(seed: number): Random {
  const random = xorshift(seed);
  return (below) => random() % below;
}

/** A wrong answer is told with its case, so that the first one to fail had better be short. */
function bySize<Case extends { demands: number[][] }>(cases: Case[]): Case[] {
  return cases.sort((a, b) => a.demands.flat().length - b.demands.flat().length);
}

function demandsArbitrary(highest: number, least = 0) {
  return fc
    .record({ tenants: fc.integer({ min: least, max: 5 }), intervals: fc.integer({ min: least, max: 24 }) })
    .chain(({ tenants, intervals }) => {
      const trace = fc.array(fc.integer({ min: 0, max: highest }), {
        minLength: intervals,
        maxLength: intervals,
      });
      return fc.array(trace, { minLength: tenants, maxLength: tenants });
    });
}
