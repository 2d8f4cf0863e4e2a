/**
 * A page fault in the shadow table: asks the shadow part what the guest's own table says, and fills the shadow with it,
 * or passes on to the guest or to a device what cannot be mapped.
 */
import { Cause, Csr, SSTATUS_MXR, SSTATUS_SUM } from '../../../machine/index.js';
import { checkedTranslation } from '../../parts/checked-parts.js';
import { accessDevice } from './device-access.js';
import type { PageFault } from './exits.js';
import { giveTrap } from './give-trap.js';
import type { Host } from '../../cpu/vmm-services.js';
import { MAX_FILLS } from '../../vm/limits.js';
import { PartError } from '../../parts/part-error.js';
import type { MmuFacade, Translation } from '../../sockets/shadow.js';
import type { Vm } from '../../vm/vm.js';

export function fillShadow(vm: Vm, fault: PageFault, host: Host): void {
  const translation = translate(vm, fault, host);
  switch (translation.kind) {
    case 'map':
      if (++vm.fills > MAX_FILLS) {
        throw cannotFill(fault);
      }
      vm.shadow.map(vm.context(), fault.address, translation.frame, translation);
      // The hart may remember the page with fewer rights, or a table that had to make room.
      return host.machine.hart.flushTlb();
    case 'page fault':
      return giveTrap(vm, pageFaults[fault.kind], fault.address, host);
    case 'access fault':
      return giveTrap(vm, accessFaults[fault.kind], fault.address, host);
    case 'device':
      return toDevice(vm, fault, translation.address, host);
  }
}

/** What looked like a page fault is an access to a device, and is metered as one. */
function toDevice(vm: Vm, { kind, address: virtualAddress }: PageFault, address: number, host: Host): void {
  if (kind === 'fetch') {
    return giveTrap(vm, Cause.InstructionAccessFault, virtualAddress, host);
  }
  vm.recount('page fault', 'device access');
  accessDevice(vm, { name: 'device access', kind, address, virtualAddress }, host);
}

function translate(vm: Vm, { address, kind }: PageFault, { parts }: Host): Translation {
  const owned = new Set<number>();
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
  return checkedTranslation(parts.shadow(Object.freeze({ address, kind }), mmu), (frame) => owned.has(frame));
}

function cannotFill({ kind, address }: PageFault): PartError {
  return new PartError(
    `shadow has mapped the page of 0x${address.toString(16)} ${MAX_FILLS} times, and the ${kind} still faults: ` +
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
