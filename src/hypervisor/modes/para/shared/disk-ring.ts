/** The disk's ring: requests that the VMM carries out when it is notified, all that wait at once. Each gets its answer in its place. */
import { PAGE_BYTES, costs, type Machine } from '../../../../machine/index.js';
import type { GuestMemory } from '../../../vm/index.js';
import { DISK_REQUEST_MAX, DISK_RING } from './abi.js';

const SECTOR = 512;

export class DiskRing {
  #done = 0;
  readonly #start: number;
  readonly #machine: Machine;
  readonly #guest: GuestMemory;
  readonly #disk: Uint8Array;
  /** Whether the VMM may write to this machine frame for the guest. */
  readonly #mayWrite: (frame: number) => boolean;

  constructor(
    frame: number,
    machine: Machine,
    guest: GuestMemory,
    disk: Uint8Array,
    mayWrite: (frame: number) => boolean,
  ) {
    this.#start = frame * PAGE_BYTES;
    this.#machine = machine;
    this.#guest = guest;
    this.#disk = disk;
    this.#mayWrite = mayWrite;
    machine.memory.write32(this.#start + DISK_RING.sectors, disk.length / SECTOR);
  }

  /** Answers all requests. Returns how many there were, or why that is impossible. */
  serve(): number | string {
    const { memory } = this.#machine;
    const count = (memory.read32(this.#start + DISK_RING.asked) - this.#done) >>> 0;
    if (count > DISK_RING.places) {
      return `its disk ring says that ${count} requests wait, and has room for ${DISK_RING.places}`;
    }
    for (let i = 0; i < count; i++) {
      const at = this.#start + DISK_RING.requests + (this.#done % DISK_RING.places) * DISK_RING.requestBytes;
      this.#machine.charge(costs.deviceAccess);
      memory.write32(at + DISK_RING.status, this.#carryOut(at) ? 0 : 1);
      this.#done = (this.#done + 1) >>> 0;
    }
    memory.write32(this.#start + DISK_RING.done, this.#done);
    return count;
  }

  /** Each word is read once: the guest may change it meanwhile. */
  #carryOut(at: number): boolean {
    const word = (offset: number) => this.#machine.memory.read32(at + offset);
    const [write, sector] = [word(DISK_RING.write), word(DISK_RING.sector)];
    const [address, bytes] = [word(DISK_RING.address), word(DISK_RING.bytes)];
    const start = sector * SECTOR;
    const onDisk = bytes % SECTOR === 0 && bytes <= DISK_REQUEST_MAX && start + bytes <= this.#disk.length;
    if (!onDisk || !this.#guest.contains(address, bytes) || !this.#present(address, bytes, write === 0)) {
      return false;
    }
    if (write === 0) {
      this.#guest.writeBytes(address, this.#disk.subarray(start, start + bytes));
    } else {
      this.#disk.set(this.#guest.readBytes(address, bytes), start);
    }
    return true;
  }

  /** Whether the VM has all pages of the range, and none that is to be written is a page table. */
  #present(address: number, bytes: number, written: boolean): boolean {
    for (let page = Math.floor(address / PAGE_BYTES); page * PAGE_BYTES < address + bytes; page++) {
      const frame = this.#guest.frameOf(page);
      if (frame === undefined || (written && !this.#mayWrite(frame))) {
        return false;
      }
    }
    return true;
  }
}
