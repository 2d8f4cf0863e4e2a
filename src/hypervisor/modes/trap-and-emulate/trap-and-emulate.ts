/**
 * Full virtualization by trap and emulate: an unmodified kernel must not notice that it is deprivileged. Its privileged
 * instructions trap and are emulated; interrupts and traps reach it by the rules of RISC-V. (Popek and Goldberg 1974.)
 */
import { Csr, IRQ_S_TIMER } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { ExecutionMode } from '../../cpu/index.js';
import { MAX_VCPUS, enterTrap, takeInterrupt, updateExternal, updateTimer } from '../../vm/index.js';
import {
  DeprivilegedGuest,
  bootOnAllVcpus,
  commonHandlers,
  handle,
  serveSbiCall,
  type Exit,
  type Handlers,
} from '../deprivileged/index.js';
import { emulateInstruction } from './emulate-instruction.js';

export const trapAndEmulate = {
  name: 'full/trap-and-emulate',
  maxVcpus: MAX_VCPUS,
  boot: (vm, services, tableFrames) =>
    bootOnAllVcpus(
      vm,
      services,
      tableFrames,
      (vcpu, tables) => new TrapAndEmulateGuest(vm, vcpu, services, tables),
    ),
} as const satisfies ExecutionMode;

const handlers: Handlers<TrapAndEmulateGuest> = {
  ...commonHandlers,
  'privileged instruction': (guest, { instruction }) => emulateInstruction(guest, instruction),
  hypercall: serveSbiCall, // the SBI's vendor space is empty, as on the bare machine
};

export class TrapAndEmulateGuest extends DeprivilegedGuest {
  protected override handle(exit: Exit): ExitName | undefined {
    return handle(handlers, this, exit);
  }

  protected override updateEvents(): void {
    updateTimer(this.vcpu);
    updateExternal(this.vcpu, this.vm.devices);
  }

  protected override takeEvent(): boolean {
    return takeInterrupt(this.vcpu);
  }

  /** WFI ends when an interrupt is pending that is enabled in sie, even if SIE masks it. */
  protected override hasWakingEvent(): boolean {
    const { vcpu } = this;
    return (vcpu.readCsr(Csr.sip) & vcpu.readCsr(Csr.sie)) !== 0;
  }

  protected override wakingTimer(): number {
    const { vcpu } = this;
    return vcpu.readCsr(Csr.sie) & (1 << IRQ_S_TIMER) ? vcpu.timer : Infinity;
  }

  protected override enterTrap(cause: number, tval: number): void {
    enterTrap(this.vcpu, cause, tval);
  }
}
