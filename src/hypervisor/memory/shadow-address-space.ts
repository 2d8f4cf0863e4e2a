/**
 * The address space of a deprivileged guest: what the hart translates by while the guest runs.
 *
 * The guest's translations can differ without a fence: with its mode (kernel or user), and with its SUM and MXR. Each
 * combination is a context, and has a shadow page table and an ASID of its own. So the TLB keeps contexts and VMs apart.
 */
import { Csr, Mode, SSTATUS_MXR, SSTATUS_SUM, hex, isCompressed, type Machine } from '../../machine/index.js';
import type { Vm } from '../vm/index.js';
import { ShadowTables, type Rights } from './shadow-tables.js';

/** Kernel or user, SUM, MXR: three bits. */
const CONTEXTS = 8;

export class ShadowAddressSpace {
  readonly #vm: Vm;
  readonly #machine: Machine;
  readonly #tables: ShadowTables;

  /** `frames`: the machine frames in which the tables lie; see ShadowTables. */
  constructor(vm: Vm, machine: Machine, frames: readonly number[]) {
    this.#vm = vm;
    this.#machine = machine;
    this.#tables = new ShadowTables(machine.memory, frames, () => machine.hart.flushTlb());
  }

  /** From now on the hart translates by the table of the guest's context. */
  activate(): void {
    const context = this.#context();
    this.#machine.hart.writeCsr(Csr.satp, this.#tables.satp(context, this.#vm.id * CONTEXTS + context));
  }

  /** Maps the page of a guest-virtual address to a machine frame, in the guest's context. */
  map(address: number, frame: number, rights: Rights): void {
    this.#tables.map(this.#context(), address, frame, rights);
    // The TLB may still have this page with fewer rights, or pages of a table that had to make room.
    this.#machine.hart.flushTlb();
  }

  /** The guest's translations have changed: forgets all of them, in all contexts. */
  invalidate(): void {
    this.#tables.forget();
  }

  /** The instruction word at the guest's pc. To be called only after the hart has fetched it: then it is mapped. */
  fetchWord(): number {
    const { pc } = this.#vm.vcpu;
    const low = this.#fetchHalf(pc);
    if (isCompressed(low)) {
      return low;
    }
    return ((this.#fetchHalf((pc + 2) >>> 0) << 16) | low) >>> 0; // the two halves may lie in two pages
  }

  #fetchHalf(at: number): number {
    const address = this.#tables.lookup(this.#context(), at);
    if (address === undefined) {
      throw new Error(`no shadow entry for pc ${hex(this.#vm.vcpu.pc)}`);
    }
    return this.#machine.memory.read16(address);
  }

  #context(): number {
    const { vcpu } = this.#vm;
    const sstatus = vcpu.readCsr(Csr.sstatus);
    const supervisor = vcpu.mode === Mode.Supervisor;
    return (
      (supervisor ? 1 : 0) | (supervisor && sstatus & SSTATUS_SUM ? 2 : 0) | (sstatus & SSTATUS_MXR ? 4 : 0)
    );
  }
}
