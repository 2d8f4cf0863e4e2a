/**
 * A guest whose kernel runs in U-mode, though it was written for S-mode, on one vCPU. What all modes of this kind have in common: how
 * the guest is put onto the hart, what its traps mean, and how it sleeps. Events and traps reach the guest by each mode's rules.
 */
import { Csr, MSTATUS_TW, Mode, PAGE_BYTES, breakReservations } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { Trap, VmmServices } from '../../cpu/index.js';
import { ShadowAddressSpace, ShadowTables } from '../../memory/index.js';
import type { Translation } from '../../sockets/index.js';
import { SHADOW_ROOTS, type Vcpu, type Vm } from '../../vm/index.js';
import { GuestOnVcpu, introduce } from '../common/index.js';
import { askShadow } from './ask-shadow.js';
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
  vm.memory.onMark = (place) => breakReservations(machine.hart, place);
  return introduce(
    machine,
    vm,
    vm.vcpus.map((vcpu) => create(vcpu, tables)),
  );
}

export abstract class DeprivilegedGuest extends GuestOnVcpu {
  readonly space: ShadowAddressSpace;

  constructor(vm: Vm, vcpu: Vcpu, services: VmmServices, tables: ShadowTables) {
    super(vm, vcpu, services);
    this.space = new ShadowAddressSpace(vcpu, services.machine, tables);
  }

  /** Calls this mode's handler. Returns the name of the exit if it turned out to be another. */
  protected abstract handle(exit: Exit): ExitName | undefined;

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

  fence(): void {
    this.space.fence();
  }

  loadWord(address: number): number | undefined {
    const translation = askShadow(this, { kind: 'load', address });
    const { memory } = this.services.machine;
    return translation.kind === 'map'
      ? memory.read32(translation.frame * PAGE_BYTES + (address % PAGE_BYTES))
      : undefined;
  }
}
