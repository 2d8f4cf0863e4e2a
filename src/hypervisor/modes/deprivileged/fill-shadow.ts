/**
 * A page fault in the shadow page table. Asks the shadow part what the guest's own table says. Then fills the shadow table,
 * or gives the guest its fault, or passes the access on to a device.
 */
import { Cause, Csr, PTE_A, PTE_D, SSTATUS_MXR, SSTATUS_SUM, hex } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import { walkedEntries } from '../../memory/index.js';
import { PartError, translateOn } from '../../parts/index.js';
import type { MmuFacade, Translation } from '../../sockets/index.js';
import { MAX_FILLS } from '../../vm/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import { accessDevice } from './device-access.js';
import type { PageFault } from './exits.js';

/** What the VMM itself writes into the guest's entries. */
const MARKS = PTE_A | PTE_D;

export function fillShadow(guest: DeprivilegedGuest, fault: PageFault): ExitName | undefined {
  const translation = translate(guest, fault);
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

/** What the shadow part says. */
export function translate(
  { vm, vcpu, services }: DeprivilegedGuest,
  { address, kind }: PageFault,
): Translation {
  const { memory, devices } = vm;
  const sstatus = vcpu.readCsr(Csr.sstatus);
  let unmarked = false;
  const mmu: MmuFacade = {
    mode: vcpu.mode,
    satp: vcpu.readCsr(Csr.satp),
    sum: (sstatus & SSTATUS_SUM) !== 0,
    mxr: (sstatus & SSTATUS_MXR) !== 0,
    frameOf: (guestFrame) => memory.frameOf(guestFrame),
    isDevice: (at) => devices.answersAt(at),
    readEntry: (at) => memory.readWord(at),
    writeEntry(at, entry) {
      if (services.accessedDirty === 'trap') {
        unmarked = true;
      } else if (((memory.readWord(at) ^ entry) & ~MARKS) === 0) {
        memory.markEntry(at, entry);
      } else {
        memory.writeWord(at, entry); // a wrong part has changed more than the marks: the guest's tables are not what they were
      }
    },
  };
  const translation = translateOn(services.parts.shadow, { address, kind }, mmu);
  return unmarked ? { kind: 'page fault' } : translation;
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
