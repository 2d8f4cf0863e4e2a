/**
 * Paravirtualization: the guest's kernel knows that it runs in a VM. It asks the VMM by hypercalls, and traps and events reach
 * it at a callback of its own. A privileged instruction that it still executes is illegal. (Barham et al. 2003.)
 */
import { Cause, Csr, PAGE_BYTES, REG_A1, SSTATUS_SUM } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { ExecutionMode, VmmServices } from '../../cpu/index.js';
import type { ShadowTables } from '../../memory/index.js';
import type { Vcpu, Vm } from '../../vm/index.js';
import {
  DeprivilegedGuest,
  bootOnAllVcpus,
  commonHandlers,
  handle,
  type Exit,
  type Handlers,
} from '../deprivileged/index.js';
import { ParaState } from './para-state.js';
import { serveHypercall } from './serve-hypercall.js';

export const para = {
  name: 'para',
  maxVcpus: 1, // there is one shared-info page
  boot: (vm, services, tableFrames) =>
    bootOnAllVcpus(vm, services, tableFrames, (vcpu, tables) => new ParaGuest(vm, vcpu, services, tables)),
} as const satisfies ExecutionMode;

const handlers: Handlers<ParaGuest> = {
  ...commonHandlers,
  'privileged instruction': (guest, { instruction }) =>
    guest.giveTrap(Cause.IllegalInstruction, instruction.word),
  hypercall: (guest) => serveHypercall(guest, guest.state),
};

class ParaGuest extends DeprivilegedGuest {
  readonly state: ParaState;

  constructor(vm: Vm, vcpu: Vcpu, services: VmmServices, tables: ShadowTables) {
    super(vm, vcpu, services, tables);
    const { memory } = vm;
    const sharedInfo = memory.base + memory.size - PAGE_BYTES;
    this.state = new ParaState(vcpu, memory, sharedInfo);
    vcpu.x[REG_A1] = sharedInfo; // so the guest learns where the page is
    vcpu.writeCsr(Csr.sstatus, SSTATUS_SUM); // its kernel may access its processes' pages
  }

  protected override handle(exit: Exit): ExitName | undefined {
    return handle(handlers, this, exit);
  }

  protected override updateEvents(): void {
    this.state.updateTimer();
  }

  protected override takeEvent(): boolean {
    return this.state.takeEvent();
  }

  /** An event ends a sleep, masked or not. */
  protected override hasWakingEvent(): boolean {
    return this.state.pending;
  }

  protected override wakingTimer(): number {
    return this.vcpu.timer;
  }

  protected override enterTrap(cause: number, tval: number): void {
    const impossible = this.state.enter(cause, tval);
    if (impossible !== undefined) {
      this.vm.finish({ kind: 'ended', reason: impossible });
    }
  }
}
