/** A privileged instruction that the hart has refused. The emulate part does to the vCPU what hardware would do to the hart. */
import type { Instruction } from '../../../machine/index.js';
import { emulateOn } from '../../parts/index.js';
import type { GuestOnVcpu } from './guest-on-vcpu.js';

export function emulateInstruction(guest: GuestOnVcpu, instruction: Instruction): void {
  const { vm, vcpu } = guest;
  const { machine, parts, ledger } = guest.services;
  const { emulate } = parts;
  const outcome = emulateOn(vcpu, emulate, instruction, {
    cycles: () => vm.account.cyclesOf(vcpu.id) + ledger.open, // what this vCPU has used, and no other
    translationsChanged: () => guest.fence(),
  });
  switch (outcome.kind) {
    case 'advance':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vcpu.retire();
      break;
    case 'jump':
      vcpu.pc = outcome.pc;
      vcpu.mode = outcome.mode;
      machine.hart.clearReservation(); // as every change of mode does
      vcpu.retire();
      break;
    case 'inject':
      guest.giveTrap(outcome.cause, outcome.tval);
      break;
    case 'wait':
      vcpu.pc = (vcpu.pc + 4) >>> 0;
      vcpu.retire();
      guest.sleep();
      break;
  }
}
