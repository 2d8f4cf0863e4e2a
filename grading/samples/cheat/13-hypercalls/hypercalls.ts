/** Exercise 13, not solved: every call is answered as though it had worked, with a value that changes when it is looked at. */
import type { HypercallPart } from '../../src/hypervisor/index.js';

let looks = 0;

export const dispatch: HypercallPart = () =>
  ({
    get error() {
      return looks++ % 2 === 0 ? 0 : -3;
    },
    get value() {
      return looks;
    },
  }) as never;
