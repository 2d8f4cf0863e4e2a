/** Exercise 01: capacity for bursty tenants. The rules stand in README.md beside this file. */
import type { CapacityPart } from '../../src/hypervisor/index.js';

export const capacity: CapacityPart = {
  /** For each tenant, the least capacity that meets the target for this tenant alone. */
  dedicated(_demands, _target) {
    throw new Error('dedicated is still to be written');
  },

  /** The least capacity of one pool that meets the target for all tenants together. */
  shared(_demands, _target) {
    throw new Error('shared is still to be written');
  },

  /** A pool capacity that also meets the target on other days of the same tenants. */
  plan(_demands, _target) {
    throw new Error('plan is still to be written');
  },

  /** What each tenant pays for the pool, in micro-units. */
  invoice(_demands, _capacity, _prices) {
    throw new Error('invoice is still to be written');
  },
};
