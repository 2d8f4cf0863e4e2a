/**
 * The address space of a paravirtual guest: the hart walks the guest's own tables, or the boot map until there are any. Kernel and
 * processes run in the same mode of the hart, so each has a root of its own. Each root has an ASID of its own too, so that the TLB keeps
 * kernel, processes and VMs apart without being flushed at every system call.
 */
import {
  Csr,
  Mode,
  PTE_R,
  PTE_U,
  PTE_W,
  PTE_X,
  SATP_ASID_SHIFT,
  SATP_MODE_SV32,
  hex,
  isCompressed,
  type Machine,
} from '../../../machine/index.js';
import { SHADOW_ROOTS } from '../../vm/index.js';
import { translatePage } from './walk.js';

export class DirectAddressSpace {
  /** The roots that the guest has set: machine frames. */
  kernelRoot: number | undefined;
  userRoot: number | undefined;
  readonly #machine: Machine;
  readonly #bootRoot: number;
  readonly #firstAsid: number;
  readonly #asids = new Map<number, number>();

  /** `firstAsid`: the first of the SHADOW_ROOTS ASIDs of this VM. The boot map has it. */
  constructor(machine: Machine, bootRoot: number, firstAsid: number) {
    this.#machine = machine;
    this.#bootRoot = bootRoot;
    this.#firstAsid = firstAsid;
  }

  /** Whether there is a table to run in this mode with. A kernel that has one of its own needs another for its processes. */
  canRun(mode: number): boolean {
    return mode === Mode.Supervisor || this.kernelRoot === undefined || this.userRoot !== undefined;
  }

  /** The machine frame of the root that the hart uses in this mode of the guest. */
  root(mode: number): number {
    const user = mode === Mode.User && this.userRoot !== undefined;
    return (user ? this.userRoot : this.kernelRoot) ?? this.#bootRoot;
  }

  activate(mode: number): void {
    const { hart } = this.#machine;
    const root = this.root(mode);
    const satp = (SATP_MODE_SV32 | (this.#asid(root) << SATP_ASID_SHIFT) | root) >>> 0;
    if (hart.readCsr(Csr.satp) !== satp) {
      hart.writeCsr(Csr.satp, satp);
    }
  }

  /** Translations may have changed. `isRoot` tells which frames are still roots: the others lose their ASIDs. */
  changed(isRoot: (frame: number) => boolean): void {
    for (const frame of this.#asids.keys()) {
      if (!isRoot(frame)) {
        this.#asids.delete(frame);
      }
    }
    this.#machine.hart.flushTlb();
  }

  /** Its VM is gone. */
  remove(): void {
    this.#asids.clear();
    this.#machine.hart.flushTlb();
  }

  /** The machine address at which the guest's kernel could read, or write, the word at a virtual address of its. */
  wordOfKernel(address: number, write: boolean): number | undefined {
    if (address % 4 !== 0) {
      return undefined;
    }
    const rights = PTE_U | PTE_R | (write ? PTE_W : 0);
    return translatePage(this.#machine.memory, this.root(Mode.Supervisor), address, rights);
  }

  /** The instruction word at `pc`. To be called only after the hart has fetched it: then it is mapped. */
  fetchWord(pc: number, mode: number): number {
    const low = this.#fetchHalf(pc, mode);
    return isCompressed(low) ? low : ((this.#fetchHalf((pc + 2) >>> 0, mode) << 16) | low) >>> 0;
  }

  #fetchHalf(pc: number, mode: number): number {
    const { memory } = this.#machine;
    const address = translatePage(memory, this.root(mode), pc, PTE_U | PTE_X);
    if (address === undefined) {
      throw new Error(`no entry for pc ${hex(pc)}`);
    }
    return memory.read16(address);
  }

  #asid(root: number): number {
    if (root === this.#bootRoot) {
      return this.#firstAsid;
    }
    let asid = this.#asids.get(root);
    if (asid === undefined) {
      const used = new Set(this.#asids.values());
      asid = this.#firstAsid + 1;
      while (used.has(asid)) {
        asid += 1;
      }
      if (asid >= this.#firstAsid + SHADOW_ROOTS) {
        this.remove(); // all begin again
        asid = this.#firstAsid + 1;
      }
      this.#asids.set(root, asid);
    }
    return asid;
  }
}
