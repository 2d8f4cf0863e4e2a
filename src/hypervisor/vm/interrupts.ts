/**
 * The virtual timer and the interrupts of a vCPU. They are looked at before every guest instruction that could notice the
 * difference. So a guest is interrupted at exactly the step at which the bare machine would interrupt it.
 * Privileged specification 1.12, section 4.1.3 (sip, sie) and 3.1.9 (priority).
 */
import {
  CAUSE_INTERRUPT,
  Csr,
  IRQ_S_EXTERNAL,
  IRQ_S_SOFTWARE,
  IRQ_S_TIMER,
  Mode,
  NEVER,
  SSTATUS_SIE,
} from '../../machine/index.js';
import type { VirtualDevices } from './devices.js';
import { enterTrap } from './traps.js';
import type { Vcpu } from './vcpu.js';

/** Highest priority first. */
const byPriority = [IRQ_S_EXTERNAL, IRQ_S_SOFTWARE, IRQ_S_TIMER];

/** What is due becomes pending: the timer interrupt, and that of the VM's interrupt controller. */
export function updateInterrupts(vcpu: Vcpu, devices: VirtualDevices): void {
  updateTimer(vcpu);
  updateExternal(vcpu, devices);
}

/** Makes the timer interrupt pending when the timer is due. It stays pending until the timer is set again. */
export function updateTimer(vcpu: Vcpu): void {
  if (vcpu.time < vcpu.timer) {
    return;
  }
  vcpu.timer = Infinity;
  vcpu.setTimerPending(true);
}

/** The interrupt controller of the VM says whether the external interrupt is pending. */
function updateExternal(vcpu: Vcpu, devices: VirtualDevices): void {
  const raised = devices.interrupts(vcpu.id);
  if (raised !== ((vcpu.readCsr(Csr.sip) & (1 << IRQ_S_EXTERNAL)) !== 0)) {
    vcpu.setPending(IRQ_S_EXTERNAL, raised);
  }
}

/** Takes the pending interrupt of the highest priority, if the guest has interrupts enabled. True when it took one. */
export function takeInterrupt(vcpu: Vcpu): boolean {
  const enabled = vcpu.mode === Mode.User || (vcpu.readCsr(Csr.sstatus) & SSTATUS_SIE) !== 0;
  if (!enabled) {
    return false;
  }
  const pending = vcpu.readCsr(Csr.sip) & vcpu.readCsr(Csr.sie);
  const interrupt = byPriority.find((number) => pending & (1 << number));
  if (interrupt === undefined) {
    return false;
  }
  vcpu.interrupts++;
  enterTrap(vcpu, CAUSE_INTERRUPT + interrupt, 0);
  return true;
}

/** WFI ends when an interrupt is pending that is enabled in sie, even if SIE masks it. */
export function hasWakingInterrupt(vcpu: Vcpu): boolean {
  return (vcpu.readCsr(Csr.sip) & vcpu.readCsr(Csr.sie)) !== 0;
}

/** The guest time at which the timer ends a WFI; Infinity when it never does. */
export function wakingTimer(vcpu: Vcpu): number {
  return vcpu.readCsr(Csr.sie) & (1 << IRQ_S_TIMER) ? vcpu.timer : Infinity;
}

/** Sets the timer to `time`, in ticks of guest time, and clears its pending interrupt (SBI 2.0, section 6.1). */
export function setTimer(vcpu: Vcpu, time: number): void {
  vcpu.setTimerPending(false);
  armTimer(vcpu, time);
}

/** Sets the timer and leaves pending interrupts alone. A time so far ahead that it never comes leaves it unarmed. */
export function armTimer(vcpu: Vcpu, time: number): void {
  vcpu.timer = time < NEVER ? time : Infinity;
}
