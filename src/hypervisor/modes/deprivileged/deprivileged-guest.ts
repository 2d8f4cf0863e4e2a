/**
 * A guest whose kernel runs in U-mode, though it was written for S-mode. What all modes of this kind have in common: how the
 * guest is put onto the hart, what its traps mean, and how it sleeps. Events and traps reach the guest by each mode's rules.
 */
import { Csr, MSTATUS_TW, Mode } from '../../../machine/index.js';
import type { Guest, Trap, VmmServices } from '../../cpu/index.js';
import { ShadowAddressSpace } from '../../memory/index.js';
import type { Vm } from '../../vm/index.js';
import { exitOf, type Exit } from './exits.js';

export abstract class DeprivilegedGuest implements Guest {
  readonly space: ShadowAddressSpace;
  /** Page faults that were filled since the vCPU had made `#fillStep` steps. */
  #fills = 0;
  #fillStep = -1;

  constructor(
    readonly vm: Vm,
    readonly services: VmmServices,
    tableFrames: readonly number[],
  ) {
    this.space = new ShadowAddressSpace(vm, services.machine, tableFrames);
  }

  /** Calls this mode's handler. */
  protected abstract handle(exit: Exit): void;
  /** The timer's event becomes pending if the timer is due. */
  protected abstract updateTimer(): void;
  /** The guest takes a pending event, unless it masks it. True when it took one. */
  protected abstract takeEvent(): boolean;
  /** Whether an event is pending that ends the guest's sleep. */
  protected abstract isAwake(): boolean;
  /** The guest time at which the timer ends its sleep; Infinity when it never does. */
  protected abstract wakingTime(): number;
  /** The guest's kernel gets a trap: `cause` and `tval` as scause and stval show them. */
  protected abstract enterTrap(cause: number, tval: number): void;

  deliverEvents(): void {
    this.updateTimer();
    if (this.takeEvent()) {
      this.services.machine.hart.clearReservation();
    }
  }

  load(): void {
    const { hart } = this.services.machine;
    const { vcpu } = this.vm;
    hart.x.set(vcpu.x);
    hart.pc = vcpu.pc;
    hart.mode = Mode.User;
    hart.writeCsr(Csr.mstatus, MSTATUS_TW); // WFI traps; everything else that is privileged traps in U-mode anyway
    this.space.activate();
  }

  save(): void {
    const { hart } = this.services.machine;
    this.vm.vcpu.x.set(hart.x);
    this.vm.vcpu.pc = hart.pc;
  }

  handleTrap(trap: Trap): void {
    const exit = exitOf(trap, this.vm.vcpu, () => this.space.fetchWord());
    this.vm.account.count(exit.name);
    this.handle(exit);
  }

  remove(): void {
    this.space.invalidate(); // the next VM with this number has the same ASIDs
  }

  /** The guest's instruction ends in a trap into the guest's own kernel. */
  giveTrap(cause: number, tval: number): void {
    this.vm.vcpu.step();
    this.services.machine.hart.clearReservation();
    this.enterTrap(cause, tval);
  }

  /**
   * The guest waits for an event. Its time jumps to the moment of the next one, as on the bare machine (privileged
   * specification 1.12, section 3.3.3). No other VM waits for it, because each VM has a time of its own. A VM that nothing
   * can wake has ended.
   */
  sleep(): void {
    this.updateTimer();
    if (this.isAwake()) {
      return;
    }
    const wake = this.wakingTime();
    if (wake === Infinity) {
      return this.vm.finish({ kind: 'idle' });
    }
    this.vm.vcpu.time = Math.max(this.vm.vcpu.time, wake);
  }

  /** One more page fault is filled for the guest's present instruction. Returns how many that makes. */
  countFill(): number {
    const { steps } = this.vm.vcpu;
    this.#fills = steps === this.#fillStep ? this.#fills + 1 : 1;
    this.#fillStep = steps;
    return this.#fills;
  }
}
