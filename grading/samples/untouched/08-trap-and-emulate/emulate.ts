/** Exercise 08: emulate privileged instructions on a virtual CPU. The rules stand in README.md beside this file. */
import type { EmulatePart } from '../../src/hypervisor/index.js';

/** Does to the virtual CPU what `instruction` would have done to the hart, and says how the guest goes on. */
export const emulate: EmulatePart = (_vcpu, instruction) => {
  throw new Error(`${instruction.name} is still to be emulated`);
};
