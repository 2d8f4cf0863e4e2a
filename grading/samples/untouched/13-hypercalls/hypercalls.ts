/** Exercise 13: the dispatcher of hypercalls. The rules stand in README.md beside this file. */
import type { HypercallPart } from '../../src/hypervisor/index.js';

/** Checks one call, carries it out, and answers it. */
export const dispatch: HypercallPart = (call, _vm) => {
  throw new Error(`hypercall ${call.function} is still to be served`);
};
