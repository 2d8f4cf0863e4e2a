/** Exercise 08, saved in the middle of a thought. */
import { Cause, Mode } from '../../src/machine/index.js';
import { advance, inject, type EmulatePart } from '../../src/hypervisor/index.js';

export const emulate: EmulatePart = (vcpu, instruction) => {
  if (instruction.name === 'wfi' {
    return advance();
  }
  if (vcpu.mode() === Mode.User) return inject(Cause.IllegalInstruction, instruction.word);
  return advance();
};
