/**
 * The socket of exercise 01: how much capacity a provider buys for its tenants, and what each of them pays for it.
 *
 * Demand and capacity are whole CPUs. A trace is a tenant's demand, interval by interval; all traces of one call are
 * equally long. An interval is served in full by a capacity that is at least its demand. A target is a whole number of
 * per mille, 1 to 1000: a capacity meets it when 1000 × intervals served in full ≥ target × intervals.
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
 * The part: four pure functions. All arguments are frozen, all numbers in them and all answers are safe integers from
 * 0 upwards, and so is every sum of demands and every cost; a product of the two may be far larger.
 */
export interface CapacityPart {
  /** For each tenant, the least capacity that meets the target for this tenant alone. As long as `demands`. */
  dedicated(demands: readonly DemandTrace[], target: number): number[];

  /** The least capacity of one pool that meets the target for the summed demand of all tenants; 0 without tenants. */
  shared(demands: readonly DemandTrace[], target: number): number;

  /**
   * A pool capacity for days still to come, from the traces of one day. On another day every tenant asks for the same
   * as in its trace, but starts at an hour of its own: the trace is rotated, and the tenants' rotations are independent.
   */
  plan(demands: readonly DemandTrace[], target: number): number;

  /**
   * What each tenant pays for a pool of `capacity` CPUs: the cost, site + cpu × capacity, split to the last micro-unit in
   * proportion to the tenants' summed demands (equally, when nobody asked for anything) by the method of largest
   * remainders, where of equal remainders the earlier tenant's comes first. As long as `demands`.
   */
  invoice(demands: readonly DemandTrace[], capacity: number, prices: CapacityPrices): number[];
}
