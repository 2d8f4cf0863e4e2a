/**
 * Full virtualization by trap and emulate: an unmodified kernel must not notice that it is deprivileged. Its privileged
 * instructions trap and are emulated; interrupts and traps reach it by the rules of RISC-V. (Popek and Goldberg 1974.)
 */
import type { ExitName } from '../../accounting/index.js';
import type { ExecutionMode } from '../../cpu/index.js';
import {
  MAX_VCPUS,
  enterTrap,
  hasWakingInterrupt,
  takeInterrupt,
  updateInterrupts,
  wakingTimer,
} from '../../vm/index.js';
import { emulateInstruction, serveSbiCall } from '../common/index.js';
import {
  DeprivilegedGuest,
  bootOnAllVcpus,
  commonHandlers,
  handle,
  type Exit,
  type Handlers,
} from '../deprivileged/index.js';

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
    updateInterrupts(this.vcpu, this.vm.devices);
  }

  protected override takeEvent(): boolean {
    return takeInterrupt(this.vcpu);
  }

  protected override hasWakingEvent(): boolean {
    return hasWakingInterrupt(this.vcpu);
  }

  protected override wakingTimer(): number {
    return wakingTimer(this.vcpu);
  }

  protected override enterTrap(cause: number, tval: number): void {
    enterTrap(this.vcpu, cause, tval);
  }
}
