/**
 * A guest on one vCPU, in any mode: its events, its sleep, and the traps that the VMM gives it. How it is put onto the hart, and what
 * its VM exits mean, is each mode's own.
 */
import type { Machine } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { Guest, Trap, VmmServices } from '../../cpu/index.js';
import type { Vcpu, Vm } from '../../vm/index.js';

export abstract class GuestOnVcpu implements Guest {
  /** This guest on each vCPU of its VM, by number. */
  onAllVcpus: readonly GuestOnVcpu[] = [this];
  /** Page faults that were filled since the vCPU had made `#fillStep` steps. */
  #fills = 0;
  #fillStep = -1;

  constructor(
    readonly vm: Vm,
    readonly vcpu: Vcpu,
    readonly services: VmmServices,
  ) {}

  abstract load(): void;
  abstract save(): void;
  abstract handleTrap(trap: Trap): ExitName;
  abstract remove(): void;
  /** The guest's translations have changed: it has written satp, or fences. */
  abstract fence(): void;
  /** Loads an aligned word as the guest's own load would. Where that load would fault, returns undefined, and nothing traps. */
  abstract loadWord(address: number): number | undefined;

  /** What is due becomes pending. */
  protected abstract updateEvents(): void;
  /** The guest takes a pending event, unless it masks it. True when it took one. */
  protected abstract takeEvent(): boolean;
  /** Whether an event is pending that ends the guest's sleep. */
  protected abstract hasWakingEvent(): boolean;
  /** The guest time at which its timer ends its sleep; Infinity when it never does. */
  protected abstract wakingTimer(): number;
  /** The guest's kernel gets a trap: `cause` and `tval` as scause and stval show them. */
  protected abstract enterTrap(cause: number, tval: number): void;

  deliverEvents(): void {
    this.updateEvents();
    if (this.takeEvent()) {
      this.vcpu.clearReservation();
    }
  }

  isAwake(): boolean {
    this.updateEvents();
    return this.hasWakingEvent();
  }

  wakeTime(): number {
    const { time } = this.vm.clock;
    const later = (deadline: number) => (deadline > time ? deadline : Infinity);
    return Math.min(later(this.wakingTimer()), later(this.vm.devices.deadline));
  }

  /** The guest's instruction ends in a trap into the guest's own kernel. */
  giveTrap(cause: number, tval: number): void {
    this.vcpu.step();
    this.services.machine.hart.clearReservation();
    this.enterTrap(cause, tval);
  }

  /** The vCPU waits for an event, if none is pending (privileged specification 1.12, section 3.3.3). */
  sleep(): void {
    if (!this.isAwake()) {
      this.vcpu.state = { kind: 'blocked', until: Infinity }; // until when is known once all vCPUs of the VM wait
    }
  }

  /** One more page fault is filled for the guest's present instruction. Returns how many that makes. */
  countFill(): number {
    const { steps } = this.vcpu;
    this.#fills = steps === this.#fillStep ? this.#fills + 1 : 1;
    this.#fillStep = steps;
    return this.#fills;
  }

  /** The present instruction is tried again in another way: what was filled for it so far does not count. */
  forgetFills(): void {
    this.#fillStep = -1;
  }
}

/**
 * The guests of one VM know each other. The first vCPU runs; the kernel starts the others itself. A device that has written may have
 * written to any word, so all reservations end.
 */
export function introduce<G extends GuestOnVcpu>(
  { hart }: Machine,
  vm: Vm,
  guests: readonly G[],
): readonly G[] {
  vm.memory.onDeviceWrite = () => [hart, ...vm.vcpus].forEach((each) => each.clearReservation());
  for (const guest of guests) {
    guest.onAllVcpus = guests;
    guest.vcpu.state = { kind: guest.vcpu === vm.vcpu ? 'runnable' : 'stopped' };
  }
  return guests;
}
