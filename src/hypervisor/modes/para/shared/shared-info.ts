/**
 * The shared-info page: the last page of the VM's memory, which guest and VMM both read and write. The VMM believes nothing that it reads
 * here beyond what the guest could ask for anyway. Its layout: SHARED_INFO (exercise 13) and PARA_INFO.
 */
import { PAGE_BYTES, type Machine } from '../../../../machine/index.js';
import { SHARED_INFO } from '../../../sockets/index.js';
import type { Vm } from '../../../vm/index.js';
import { PARA_INFO } from './abi.js';

export class SharedInfo {
  /** Guest-physical address of the page. */
  readonly address: number;
  /** Its machine frame. It stays the same: the page can neither become a table nor leave the VM. */
  readonly frame: number;
  readonly #vm: Vm;
  readonly #machine: Machine;

  constructor(vm: Vm, machine: Machine) {
    this.#vm = vm;
    this.#machine = machine;
    const { base, size } = vm.memory;
    this.address = base + size - PAGE_BYTES;
    this.frame = vm.memory.frameOf(this.address / PAGE_BYTES)!;
  }

  read(offset: number): number {
    return this.#machine.memory.read32(this.frame * PAGE_BYTES + offset);
  }

  write(offset: number, value: number): void {
    this.#machine.memory.write32(this.frame * PAGE_BYTES + offset, value >>> 0);
  }

  /** Tells the guest its virtual time, and the machine's time beside it. */
  tellTime(): void {
    this.#writeLong(SHARED_INFO.time, this.#vm.clock.time);
    this.#writeLong(PARA_INFO.cycles, this.#machine.cycles);
  }

  #writeLong(offset: number, value: number): void {
    this.write(offset, value % 2 ** 32);
    this.write(offset + 4, Math.floor(value / 2 ** 32));
  }
}
