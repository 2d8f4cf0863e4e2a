/**
 * A page fault in the shadow page table. Asks the shadow part what the guest's own table says. Then fills the shadow table,
 * or gives the guest its fault, or passes the access on to a device.
 */
import { Cause, Csr, SSTATUS_MXR, SSTATUS_SUM, hex } from '../../../machine/index.js';
import { PartError, checkedTranslation } from '../../parts/index.js';
import type { MmuFacade, ShadowPart, Translation } from '../../sockets/index.js';
import { MAX_FILLS, type Vm } from '../../vm/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import { accessDevice } from './device-access.js';
import type { PageFault } from './exits.js';

export function fillShadow(guest: DeprivilegedGuest, fault: PageFault): void {
  const translation = translate(guest.vm, fault, guest.services.parts.shadow);
  switch (translation.kind) {
    case 'map':
      if (guest.countFill() > MAX_FILLS) {
        throw cannotFill(fault);
      }
      return guest.space.map(fault.address, translation.frame, translation);
    case 'page fault':
      return guest.giveTrap(pageFaults[fault.kind], fault.address);
    case 'access fault':
      return guest.giveTrap(accessFaults[fault.kind], fault.address);
    case 'device':
      return toDevice(guest, fault, translation.address);
  }
}

/** What began as a page fault is an access to a device, and is counted as one. */
function toDevice(
  guest: DeprivilegedGuest,
  { kind, address: virtualAddress }: PageFault,
  address: number,
): void {
  if (kind === 'fetch') {
    return guest.giveTrap(Cause.InstructionAccessFault, virtualAddress);
  }
  guest.vm.account.recount('page fault', 'device access');
  accessDevice(guest, { name: 'device access', kind, address, virtualAddress });
}

function translate(vm: Vm, { address, kind }: PageFault, shadow: ShadowPart): Translation {
  const owned = new Set<number>(); // the frames that the part has been told of: it may map no other
  const { vcpu, memory, devices } = vm;
  const sstatus = vcpu.readCsr(Csr.sstatus);
  const mmu: MmuFacade = Object.freeze({
    mode: vcpu.mode,
    satp: vcpu.readCsr(Csr.satp),
    sum: (sstatus & SSTATUS_SUM) !== 0,
    mxr: (sstatus & SSTATUS_MXR) !== 0,
    frameOf(guestFrame: number) {
      const frame = memory.frameOf(guestFrame);
      if (frame !== undefined) {
        owned.add(frame);
      }
      return frame;
    },
    isDevice: (at: number) => devices.answersAt(at),
    readEntry: (at: number) => memory.readWord(at),
    writeEntry: (at: number, entry: number) => memory.writeWord(at, entry),
  });
  return checkedTranslation(shadow(Object.freeze({ address, kind }), mmu), (frame) => owned.has(frame));
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
