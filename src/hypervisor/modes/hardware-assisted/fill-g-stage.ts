/** A guest-page fault: the assist part fills the G-stage table, or says what is there instead of memory. */
import { hex } from '../../../machine/index.js';
import { PartError, fillOn } from '../../parts/index.js';
import type { Filled } from '../../sockets/index.js';
import { MAX_GUEST_FILLS } from '../../vm/index.js';
import type { AssistedGuest, GStageFault } from './exits.js';

export function fillGStage(guest: AssistedGuest, fault: GStageFault): Filled {
  const { vm, space, services } = guest;
  const { memory, devices } = vm;
  space.tables.makeRoom();
  const machine = {
    frameOf: (guestFrame: number) => memory.frameOf(guestFrame),
    isDevice: (address: number) => devices.answersAt(address),
  };
  const filled = fillOn(services.parts.assist, fault, machine, space.tables);
  if (filled.kind === 'mapped' && guest.countFill() > MAX_GUEST_FILLS) {
    throw new PartError(
      `assist.fill has answered 'mapped' ${MAX_GUEST_FILLS} times for one instruction, and its ${fault.kind} at ` +
        `guest-physical ${hex(fault.address)} still faults: the entry must allow the access`,
    );
  }
  return filled;
}
