/**
 * CSRs of the virtual hart in memory that the guest's kernel reaches without a free register: a load or store relative to x0 has the last
 * 2 KiB of the address space in its range. The page is mapped only while this guest's kernel runs. It holds the registers of the vCPU
 * that runs: they are put there when the guest is entered, and taken back when it is left.
 *
 * Only what is exact is offered. A load may stand for a read of any of these CSRs, because they change only in exits and by the stores
 * here. A store may stand for a write only if the CSR keeps all 32 bits and the write has no effect: a store of sstatus or sie could let an
 * interrupt in, and one of sepc would keep bit 0.
 */
import { Csr, PAGE_BYTES, type Memory } from '../../../machine/index.js';
import { supervisorCsrNumbers, type Vcpu } from '../../vm/index.js';

/** The last page of the address space. */
export const STATE_PAGE = 0xffff_f000;
/** The offset from x0 of its first word. */
const FIRST_OFFSET = -2048;

/** The CSRs that a store may write. */
export const storable: readonly number[] = [Csr.sscratch, Csr.scause, Csr.stval];

export class StatePage {
  readonly #memory: Memory;
  readonly frame: number;
  /** Where its first CSR is, in words of the machine's memory. */
  readonly #first: number;
  /** The guest uses the page itself. */
  #lost = false;

  /** `frame`: a machine frame of the VMM. */
  constructor(memory: Memory, frame: number) {
    this.#memory = memory;
    this.frame = frame;
    this.#first = (frame * PAGE_BYTES + PAGE_BYTES + FIRST_OFFSET - memory.base) / 4;
  }

  /** From now on the page is the guest's. Returns whether it was ours. */
  lose(): boolean {
    const ours = !this.#lost;
    this.#lost = true;
    return ours;
  }

  get isLost(): boolean {
    return this.#lost;
  }

  loadOffset(csr: number): number | undefined {
    return this.#lost ? undefined : offsetOf(csr);
  }

  storeOffset(csr: number): number | undefined {
    return this.#lost || !storable.includes(csr) ? undefined : offsetOf(csr);
  }

  /** The vCPU is about to run. */
  put(vcpu: Vcpu): void {
    vcpu.copyCsrs(this.#memory.words, this.#first);
  }

  /** A CSR of the vCPU that runs. */
  read(csr: number): number {
    return this.#memory.words[this.#first + supervisorCsrNumbers.indexOf(csr)]! >>> 0;
  }

  /** The vCPU has run. */
  take(vcpu: Vcpu): void {
    storable.forEach((csr) =>
      vcpu.writeCsr(csr, this.#memory.words[this.#first + supervisorCsrNumbers.indexOf(csr)]!),
    );
  }
}

function offsetOf(csr: number): number | undefined {
  const index = supervisorCsrNumbers.indexOf(csr);
  return index < 0 ? undefined : FIRST_OFFSET + 4 * index;
}
