/**
 * A guest whose kernel runs in U-mode, though it was written for S-mode, on one vCPU. What all modes of this kind have in common: how
 * the guest is put onto the hart, what its traps mean, and how it sleeps. Events and traps reach the guest by each mode's rules.
 */
import { Csr, MSTATUS_TW, Mode, breakReservations } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { Guest, Trap, VmmServices } from '../../cpu/index.js';
import { ShadowAddressSpace, ShadowTables } from '../../memory/index.js';
import type { Translation } from '../../sockets/index.js';
import { SHADOW_ROOTS, type Vcpu, type Vm } from '../../vm/index.js';
import { exitOf, type Exit, type PageFault } from './exits.js';

/** What the shadow part says of a page that can be mapped. */
export type Mapping = Translation & { readonly kind: 'map' };

/** What runs the guest of a VM on each of its vCPUs. They share the shadow page tables. */
export function bootOnAllVcpus<G extends DeprivilegedGuest>(
  vm: Vm,
  { machine }: VmmServices,
  tableFrames: readonly number[],
  create: (vcpu: Vcpu, tables: ShadowTables) => G,
): readonly G[] {
  const firstAsid = vm.id * SHADOW_ROOTS;
  const tables = new ShadowTables(machine.memory, tableFrames, firstAsid, () => machine.hart.flushTlb());
  vm.memory.onWrite = (frame) => tables.written(frame);
  vm.memory.onDeviceWrite = () => [machine.hart, ...vm.vcpus].forEach((each) => each.clearReservation());
  vm.memory.onMark = (place) => breakReservations(machine.hart, place);
  const guests = vm.vcpus.map((vcpu) => create(vcpu, tables));
  for (const guest of guests) {
    guest.onAllVcpus = guests;
    guest.vcpu.state = { kind: guest.vcpu === vm.vcpu ? 'runnable' : 'stopped' }; // the kernel starts the others itself
  }
  return guests;
}

export abstract class DeprivilegedGuest implements Guest {
  readonly space: ShadowAddressSpace;
  /** This guest on each vCPU of its VM, by number. */
  onAllVcpus: readonly DeprivilegedGuest[] = [this];
  /** Page faults that were filled since the vCPU had made `#fillStep` steps. */
  #fills = 0;
  #fillStep = -1;

  constructor(
    readonly vm: Vm,
    readonly vcpu: Vcpu,
    readonly services: VmmServices,
    tables: ShadowTables,
  ) {
    this.space = new ShadowAddressSpace(vcpu, services.machine, tables);
  }

  /** Calls this mode's handler. Returns the name of the exit if it turned out to be another. */
  protected abstract handle(exit: Exit): ExitName | undefined;
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

  load(): void {
    const { hart } = this.services.machine;
    hart.x.set(this.vcpu.x);
    hart.pc = this.vcpu.pc;
    hart.mode = Mode.User;
    hart.writeCsr(Csr.mstatus, MSTATUS_TW); // WFI traps; everything else that is privileged traps in U-mode anyway
    this.space.activate();
  }

  save(): void {
    const { hart } = this.services.machine;
    this.vcpu.x.set(hart.x);
    this.vcpu.pc = hart.pc;
  }

  handleTrap(trap: Trap): ExitName {
    const exit = exitOf(trap, this.vcpu, () => this.space.fetchWord());
    return this.handle(exit) ?? exit.name;
  }

  remove(): void {
    this.space.remove(); // the next VM with this number has the same ASIDs
  }

  /** Maps the page of an access to a frame of the guest's memory. `entries`: where the guest's own entries say so. */
  mapPage(access: PageFault, to: Mapping, entries: readonly number[]): ExitName | undefined {
    this.space.map(access, to.frame, to, entries);
    return undefined;
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
