/** What the VMM does about each exit: it completes the guest's instruction, or gives the guest a trap, or maps memory for it. */
import { Cause, costs, decode } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import { emulateInstruction, performOnDevice, serveSbiCall } from '../common/index.js';
import type { AssistedGuest, Exit, GStageFault } from './exits.js';
import { fillGStage } from './fill-g-stage.js';

/** Returns the name of the exit if it turned out to be another. */
export function handle(guest: AssistedGuest, exit: Exit): ExitName | undefined {
  switch (exit.name) {
    case 'SBI call':
      return serveSbiCall(guest);
    case 'virtual instruction':
      return serveVirtualInstruction(guest, exit.word);
    case 'guest-page fault':
      return serveFault(guest, exit);
    case 'system call':
    case 'illegal instruction':
    case 'page fault':
    case 'guest exception':
      guest.giveTrap(exit.cause, exit.tval);
      return undefined;
  }
}

/** A guest has no guests: for it, the hypervisor extension does not exist. The rest is emulated as in trap and emulate. */
function serveVirtualInstruction(guest: AssistedGuest, word: number): undefined {
  const instruction = decode(word);
  if (instruction === undefined) {
    guest.giveTrap(Cause.IllegalInstruction, word);
  } else {
    emulateInstruction(guest, instruction);
  }
}

function serveFault(guest: AssistedGuest, fault: GStageFault): ExitName | undefined {
  switch (fillGStage(guest, fault).kind) {
    case 'mapped':
      return undefined;
    case 'access fault':
      guest.giveTrap(accessFaults[fault.kind], fault.virtualAddress);
      return undefined;
    case 'device':
      accessDevice(guest, fault);
      return 'device access';
  }
}

/**
 * htinst holds the load or store, so the VMM need not read the guest's code, which may have changed meanwhile.
 *
 *   31  25 24 20 19     15 14  12 11 7 6    1 0
 *   0      rs2   offset    funct3 rd   opcode       bit 1 is 0 after a compressed instruction
 *
 * `offset` is not 0 when a misaligned access has begun before the byte that faulted. No device answers such an access.
 */
function accessDevice(
  guest: AssistedGuest,
  { kind, address, virtualAddress, instruction }: GStageFault,
): void {
  const { vm, vcpu, services } = guest;
  const access = decode(instruction | 2);
  services.machine.charge(costs.deviceAccess);
  if (access === undefined || access.rs1 !== 0 || !performOnDevice(vcpu, vm.devices, access, address)) {
    guest.giveTrap(accessFaults[kind], virtualAddress);
    return;
  }
  vcpu.pc = (vcpu.pc + ((instruction & 2) === 0 ? 2 : 4)) >>> 0;
  vcpu.retire();
}

const accessFaults = {
  fetch: Cause.InstructionAccessFault,
  load: Cause.LoadAccessFault,
  store: Cause.StoreAccessFault,
} as const;
