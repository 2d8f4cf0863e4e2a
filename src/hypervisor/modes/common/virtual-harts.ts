/** The vCPUs of a VM, for the SBI calls of one of them: the calls that a kernel uses to start, interrupt and fence its other harts. */
import {
  Csr,
  HartState,
  IRQ_S_SOFTWARE,
  Mode,
  REG_A0,
  REG_A1,
  SSTATUS_SIE,
  type SbiHarts,
} from '../../../machine/index.js';
import type { GuestOnVcpu } from './guest-on-vcpu.js';

export function virtualHarts(caller: GuestOnVcpu): SbiHarts {
  const { vm, onAllVcpus: guests } = caller;
  return {
    count: guests.length,
    self: caller.vcpu.id,
    hypervisor: false, // a guest has no guests
    setSoftwareInterrupt: (id, raised) => guests[id]!.vcpu.setPending(IRQ_S_SOFTWARE, raised),
    fence: (id) => guests[id]!.fence(),
    state(id) {
      const { kind } = guests[id]!.vcpu.state;
      return kind === 'stopped'
        ? HartState.Stopped
        : kind === 'blocked'
          ? HartState.Suspended
          : HartState.Started;
    },
    start(id, address, opaque) {
      begin(guests[id]!, address, opaque);
      guests[id]!.vcpu.state = { kind: 'runnable' };
    },
    stop() {
      caller.vcpu.state = { kind: 'stopped' };
    },
    suspend(resume) {
      caller.sleep();
      if (resume !== undefined) {
        begin(caller, resume.address, resume.opaque);
      }
    },
    executable: (address) => (address & 1) === 0 && vm.memory.contains(address, 2),
    loadWord: (address) => ((address & 3) === 0 ? caller.loadWord(address) : undefined),
  };
}

/** Puts a vCPU into the state in which a hart starts: paging and interrupts are off (SBI specification 2.0, section 9.1). */
function begin(guest: GuestOnVcpu, address: number, opaque: number): void {
  const { vcpu } = guest;
  vcpu.mode = Mode.Supervisor;
  vcpu.pc = address;
  vcpu.x[REG_A0] = vcpu.id;
  vcpu.x[REG_A1] = opaque;
  vcpu.writeCsr(Csr.satp, 0);
  vcpu.writeCsr(Csr.sstatus, vcpu.readCsr(Csr.sstatus) & ~SSTATUS_SIE);
  guest.fence();
}
