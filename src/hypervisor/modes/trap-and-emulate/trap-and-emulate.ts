/**
 * Full virtualization by trap and emulate: an unmodified kernel must not notice that it is deprivileged. Its privileged
 * instructions trap and are emulated; interrupts and traps reach it by the rules of RISC-V. (Popek and Goldberg 1974.)
 */
import { Csr, IRQ_S_TIMER } from '../../../machine/index.js';
import type { ExecutionMode } from '../../cpu/index.js';
import { enterTrap, takeInterrupt, updateTimer } from '../../vm/index.js';
import {
  DeprivilegedGuest,
  commonHandlers,
  handle,
  serveSbiCall,
  type Exit,
  type Handlers,
} from '../deprivileged/index.js';
import { emulateInstruction } from './emulate-instruction.js';

export const trapAndEmulate = {
  name: 'full/trap-and-emulate',
  boot: (vm, services, tableFrames) => new TrapAndEmulateGuest(vm, services, tableFrames),
} as const satisfies ExecutionMode;

const handlers: Handlers<TrapAndEmulateGuest> = {
  ...commonHandlers,
  'privileged instruction': (guest, { instruction }) => emulateInstruction(guest, instruction),
  hypercall: serveSbiCall, // the SBI's vendor space is empty, as on the bare machine
};

class TrapAndEmulateGuest extends DeprivilegedGuest {
  protected override handle(exit: Exit): void {
    handle(handlers, this, exit);
  }

  protected override updateTimer(): void {
    updateTimer(this.vm.vcpu);
  }

  protected override takeEvent(): boolean {
    return takeInterrupt(this.vm.vcpu);
  }

  /** WFI ends when an interrupt is pending that is enabled in sie, even if SIE masks it. */
  protected override isAwake(): boolean {
    const { vcpu } = this.vm;
    return (vcpu.readCsr(Csr.sip) & vcpu.readCsr(Csr.sie)) !== 0;
  }

  protected override wakingTime(): number {
    const { vcpu } = this.vm;
    return vcpu.readCsr(Csr.sie) & (1 << IRQ_S_TIMER) ? vcpu.timer : Infinity;
  }

  protected override enterTrap(cause: number, tval: number): void {
    enterTrap(this.vm.vcpu, cause, tval);
  }
}
