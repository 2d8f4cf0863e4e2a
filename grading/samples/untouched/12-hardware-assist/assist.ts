/** Exercise 12: delegation and the G-stage table. The rules stand in README.md beside this file. */
import type { AssistPart } from '../../src/hypervisor/index.js';

/** What the hardware may do for the guest without the VMM, and what is done when the G-stage table has no entry. */
export const assist: AssistPart = {
  controls: () => {
    throw new Error('what the guest may do by itself is still to be said');
  },

  fill: (fault, _gStage) => {
    throw new Error(`a ${fault.kind} at ${fault.address} is still to be answered`);
  },
};
