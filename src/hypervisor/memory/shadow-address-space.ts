/**
 * The address space of a deprivileged guest on one vCPU: what the hart translates by while the guest runs.
 *
 * The guest's translations can differ without a fence: with its satp, with its mode (kernel or user), and with its SUM and MXR. Each
 * combination has a shadow root and an ASID of its own. So the TLB keeps contexts, address spaces and VMs apart.
 */
import {
  Csr,
  Mode,
  PAGE_BYTES,
  SATP_MODE_SV32,
  SATP_PPN,
  SSTATUS_MXR,
  SSTATUS_SUM,
  hex,
  isCompressed,
  type Machine,
} from '../../machine/index.js';
import type { Vcpu } from '../vm/index.js';
import type { Rights } from './shadow-entry.js';
import type { Access, ShadowTables, SpaceKey } from './shadow-tables.js';

/** Kernel or user, SUM, MXR: three bits. And the view: one bit. */
const CONTEXTS = 16;
const SECOND_VIEW = 8;

export class ShadowAddressSpace {
  readonly #vcpu: Vcpu;
  readonly #machine: Machine;
  readonly #tables: ShadowTables;
  /** The guest's satp at its last fence or write to satp. */
  #satp = 0;
  /** A mode may show the guest's memory to the hart in two ways, each with shadow entries of its own. Most modes use only the first. */
  secondView = false;
  /** The guest's kernel has something mapped that its programs must not reach, even without paging. */
  modesDiffer = false;
  /** The frame whose bytes the guest finds in this machine frame: another one if the frame is an edited copy of it. */
  originalOf: (frame: number) => number = (frame) => frame;

  /** `tables`: shared by all vCPUs of the VM. */
  constructor(vcpu: Vcpu, machine: Machine, tables: ShadowTables) {
    this.#vcpu = vcpu;
    this.#machine = machine;
    this.#tables = tables;
  }

  /** From now on the hart translates by the guest's address space and context. */
  activate(): void {
    const { hart } = this.#machine;
    const satp = this.#tables.satp(this.#key());
    if (hart.readCsr(Csr.satp) !== satp) {
      hart.writeCsr(Csr.satp, satp);
    }
  }

  /** Maps the page of an access to a machine frame, as the guest's own entries at these machine addresses say. */
  map(access: Access, frame: number, rights: Rights, entries: readonly number[]): void {
    this.#tables.map(this.#key(), access, frame, rights, entries);
  }

  /** The guest's translations have changed: it has written satp, or fences. */
  fence(): void {
    this.#satp = this.#vcpu.readCsr(Csr.satp);
    this.#tables.fence();
  }

  /** Its VM is gone. */
  remove(): void {
    this.#tables.forget();
  }

  /** The machine address from which the hart fetches at a guest-virtual address; undefined when it may not, or has not yet. */
  lookupExecutable(address: number): number | undefined {
    return this.#tables.lookupExecutable(this.#key(), address);
  }

  /** The instruction word at the guest's pc, as it stands in the guest's memory. To be called only after the hart has fetched it: then it is mapped. */
  fetchWord(): number {
    const { pc } = this.#vcpu;
    const low = this.#fetchHalf(pc);
    if (isCompressed(low)) {
      return low;
    }
    return ((this.#fetchHalf((pc + 2) >>> 0) << 16) | low) >>> 0; // the two halves may lie in two pages
  }

  #fetchHalf(at: number): number {
    const address = this.#tables.lookup(this.#key(), at);
    if (address === undefined) {
      throw new Error(`no shadow entry for pc ${hex(this.#vcpu.pc)}`);
    }
    const frame = this.originalOf(Math.floor(address / PAGE_BYTES));
    return this.#machine.memory.read16(frame * PAGE_BYTES + (address % PAGE_BYTES));
  }

  /** Without paging, all contexts are the same, unless the mode wants it otherwise. */
  #key(): SpaceKey {
    const satp = this.#satp;
    const view = this.secondView ? SECOND_VIEW : 0;
    if ((satp & SATP_MODE_SV32) === 0) {
      return view + (this.modesDiffer && this.#vcpu.mode === Mode.Supervisor ? 1 : 0);
    }
    return ((satp & SATP_PPN) + 1) * CONTEXTS + view + this.#context();
  }

  #context(): number {
    const vcpu = this.#vcpu;
    const sstatus = vcpu.readCsr(Csr.sstatus);
    const supervisor = vcpu.mode === Mode.Supervisor;
    return (
      (supervisor ? 1 : 0) | (supervisor && sstatus & SSTATUS_SUM ? 2 : 0) | (sstatus & SSTATUS_MXR ? 4 : 0)
    );
  }
}
