/**
 * The socket of exercise 01: how much capacity a provider buys for its tenants, and what each of them pays for it.
 *
 * Demand and capacity are whole CPUs. A trace is a tenant's demand in each interval; all traces of one call are equally long.
 * A capacity serves an interval in full when it is at least the demand in that interval. A target is a whole number from 1 to
 * 1000, in per mille: a capacity meets it when 1000 × intervals served in full ≥ target × intervals.
 */

/** One tenant's demand in each interval, in whole CPUs from 0 upwards. */
export type DemandTrace = readonly number[];

/** What capacity costs, in micro-units (millionths of the currency) for the time that the traces cover. */
export interface CapacityPrices {
  /** The cost of having a site at all, however small: the building, the line, the people. */
  readonly site: number;
  /** The cost of one CPU. */
  readonly cpu: number;
}

/**
 * The part: four pure functions. All arguments are frozen. All numbers in them and all answers are safe integers from 0
 * upwards, and so is every sum of demands and every cost. A product of the two may be far larger.
 */
export interface CapacityPart {
  /** For each tenant, the least capacity that meets the target for this tenant alone. An array as long as `demands`. */
  dedicated(demands: readonly DemandTrace[], target: number): number[];

  /** The least capacity of one pool that meets the target for the sum of all tenants' demands; 0 without tenants. */
  shared(demands: readonly DemandTrace[], target: number): number;

  /**
   * A pool capacity for other days, from the traces of one day. On another day every tenant asks for the same as in its
   * trace, but starts at another hour: its trace is rotated, and the tenants' rotations are independent.
   */
  plan(demands: readonly DemandTrace[], target: number): number;

  /**
   * What each tenant pays for a pool of `capacity` CPUs: an array as long as `demands`. The cost is site + cpu × capacity. It
   * is split to the last micro-unit, in proportion to the sums of the tenants' demands, or equally when all these sums are
   * 0. The method is that of largest remainders; of equal remainders, the earlier tenant's comes first.
   */
  invoice(demands: readonly DemandTrace[], capacity: number, prices: CapacityPrices): number[];
}
