/**
 * A page fault in the shadow page table. Asks the shadow part what the guest's own table says. Then fills the shadow table,
 * or gives the guest its fault, or passes the access on to a device.
 */
import { Cause, Csr, hex } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import { walkedEntries } from '../../memory/index.js';
import { PartError } from '../../parts/index.js';
import { MAX_FILLS } from '../../vm/index.js';
import { askShadow } from './ask-shadow.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import { accessDevice } from './device-access.js';
import type { PageFault } from './exits.js';

export function fillShadow(guest: DeprivilegedGuest, fault: PageFault): ExitName | undefined {
  const translation = askShadow(guest, fault);
  switch (translation.kind) {
    case 'map':
      if (guest.countFill() > MAX_FILLS) {
        throw cannotFill(fault);
      }
      return guest.mapPage(fault, translation, entriesOf(guest, fault));
    case 'page fault':
      guest.giveTrap(pageFaults[fault.kind], fault.address);
      return undefined;
    case 'access fault':
      guest.giveTrap(accessFaults[fault.kind], fault.address);
      return undefined;
    case 'device':
      return toDevice(guest, fault, translation.address);
  }
}

/** What began as a page fault is an access to a device, and is counted as one. */
function toDevice(
  guest: DeprivilegedGuest,
  { kind, address: virtualAddress }: PageFault,
  address: number,
): ExitName | undefined {
  if (kind === 'fetch') {
    guest.giveTrap(Cause.InstructionAccessFault, virtualAddress);
    return undefined;
  }
  accessDevice(guest, { name: 'device access', kind, address, virtualAddress });
  return 'device access';
}

/** Machine addresses of the guest's own entries from which the translation follows. */
function entriesOf({ vm, vcpu }: DeprivilegedGuest, { address }: PageFault): number[] {
  return walkedEntries(vm.memory, vcpu.readCsr(Csr.satp), address);
}

function cannotFill({ kind, address }: PageFault): PartError {
  return new PartError(
    `shadow has mapped the page of ${hex(address)} ${MAX_FILLS} times, and the ${kind} still faults: ` +
      'what it maps must allow the access',
  );
}

const pageFaults = {
  fetch: Cause.InstructionPageFault,
  load: Cause.LoadPageFault,
  store: Cause.StorePageFault,
} as const;

const accessFaults = {
  fetch: Cause.InstructionAccessFault,
  load: Cause.LoadAccessFault,
  store: Cause.StoreAccessFault,
} as const;
