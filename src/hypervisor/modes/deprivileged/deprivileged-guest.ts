/** When a guest is interrupted, and how long it sleeps: for unmodified guests by the rules of RISC-V, for para guests by ours. */
import { Csr, IRQ_S_TIMER } from '../../../machine/index.js';
import type { Host } from '../../cpu/vmm-services.js';
import { takeInterrupt, updateTimer } from '../../vm/interrupts.js';
import type { Vm } from '../../vm/vm.js';

/** Before each instruction that could notice: the timer's event becomes pending when due, and is delivered when allowed. */
export function deliverEvents(vm: Vm, host: Host): void {
  makePending(vm);
  const taken = vm.para ? vm.para.takeEvent() : takeInterrupt(vm.vcpu);
  if (taken) {
    host.machine.hart.clearReservation();
  }
}

/**
 * The guest waits for an event: its time jumps to when one comes, as on the bare machine (privileged specification 1.12,
 * section 3.3.3). Nobody waits for a sleeper, since every VM has a time of its own. A VM that nothing can wake is over.
 */
export function sleep(vm: Vm): void {
  makePending(vm);
  if (isAwake(vm)) {
    return;
  }
  const wake = wakingTime(vm);
  if (wake === Infinity) {
    return vm.finish({ kind: 'idle' });
  }
  vm.vcpu.time = Math.max(vm.vcpu.time, wake);
}

function makePending(vm: Vm): void {
  if (vm.para) {
    vm.para.updateTimer();
  } else {
    updateTimer(vm.vcpu);
  }
}

function isAwake({ vcpu, para }: Vm): boolean {
  return para ? para.pending : (vcpu.readCsr(Csr.sip) & vcpu.readCsr(Csr.sie)) !== 0;
}

/** An interrupt that is not enabled in sie does not end a WFI; an event ends a para guest's sleep, masked or not. */
function wakingTime({ vcpu, para }: Vm): number {
  return para || vcpu.readCsr(Csr.sie) & (1 << IRQ_S_TIMER) ? vcpu.timer : Infinity;
}
