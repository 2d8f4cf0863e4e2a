/**
 * The registers with which a driver sets up the queues of a virtio device. The driver selects a queue, then sets it up: with
 * three addresses in the modern layout, with one page number in the legacy layout. Virtio 1.2, sections 4.2.3.2 and 4.2.4.
 */
import type { DeviceMemory } from '../../memory/index.js';
import * as reg from './virtio-registers.js';
import { QUEUE_SIZE_MAX, Virtqueue } from './virtqueue.js';

// The defaults for a legacy driver that sets no value, or 0. They are those of QEMU, since teaching kernels rely on them.
const DEFAULT_ALIGNMENT = 4096;
const DEFAULT_PAGE_BYTES = 1; // so QueuePFN is the address itself

export class VirtioQueues {
  readonly list: readonly Virtqueue[];
  readonly #legacy: boolean;
  readonly #alignments: number[];
  readonly #bases: number[]; // the address of each queue's first page
  #selected = 0;
  #pageBytes = DEFAULT_PAGE_BYTES;

  constructor(count: number, size: number, memory: DeviceMemory, legacy: boolean) {
    this.list = Array.from({ length: count }, () => new Virtqueue(memory, size));
    this.#legacy = legacy;
    this.#alignments = this.list.map(() => DEFAULT_ALIGNMENT);
    this.#bases = this.list.map(() => 0);
  }

  /** The board is reset: everything is as on a new machine. */
  reset(): void {
    this.stop();
    this.list.forEach((queue) => queue.reset());
    this.#alignments.fill(DEFAULT_ALIGNMENT);
    this.#pageBytes = DEFAULT_PAGE_BYTES;
  }

  /**
   * The driver resets the device: no queue is in use. As on QEMU, registers of the transport stay: GuestPageSize and QueueAlign,
   * and in the modern layout size and addresses. Linux writes GuestPageSize before it resets, and never again.
   */
  stop(): void {
    this.list.forEach((queue) => (this.#legacy ? queue.reset() : queue.stop()));
    this.#bases.fill(0);
    this.#selected = 0;
  }

  /** Registers that are not about queues, or do not exist in this layout, read 0. */
  read(offset: number): number {
    const queue = this.list[this.#selected];
    switch (offset) {
      case reg.QueueNumMax:
        return queue === undefined ? 0 : QUEUE_SIZE_MAX;
      case reg.QueuePFN:
        return this.#pageNumber(); // 0 in the modern layout
      case reg.QueueReady:
        return !this.#legacy && queue?.ready === true ? 1 : 0;
      default:
        return 0;
    }
  }

  write(offset: number, value: number): void {
    const queue = this.list[this.#selected];
    if (offset === reg.QueueSel) {
      this.#selected = value;
    } else if (offset === reg.GuestPageSize) {
      this.#pageBytes = lowestBit(value) || DEFAULT_PAGE_BYTES; // it must be a power of two; QEMU takes the lowest bit of it
    } else if (queue === undefined) {
      return;
    } else if (this.#legacy) {
      this.#writeLegacy(queue, offset, value);
    } else if (offset === reg.QueueNum) {
      queue.size = value;
    } else if (offset === reg.QueueReady) {
      setReady(queue, (value & 1) !== 0);
    } else {
      setAddress(queue, offset, value);
    }
  }

  /** Counted in pages of the size that is set now, as on QEMU. */
  #pageNumber(): number {
    return Math.floor((this.#bases[this.#selected] ?? 0) / this.#pageBytes) % 2 ** 32;
  }

  /** Drivers write these registers in any order, and may omit some. So each write places the queue again. */
  #writeLegacy(queue: Virtqueue, offset: number, value: number): void {
    const selected = this.#selected;
    if (offset === reg.QueueNum) {
      queue.size = value;
    } else if (offset === reg.QueueAlign && value !== 0) {
      this.#alignments[selected] = value;
    } else if (offset === reg.QueuePFN) {
      this.#bases[selected] = value * this.#pageBytes;
      setReady(queue, value !== 0);
    }
    queue.placeLegacy(this.#bases[selected]!, this.#alignments[selected]!);
  }
}

function lowestBit(value: number): number {
  return (value & -value) >>> 0;
}

function setReady(queue: Virtqueue, ready: boolean): void {
  if (ready && !queue.ready) {
    queue.rewind();
  }
  queue.ready = ready;
}

/** Sets the low or the high half of an address. */
function setAddress(queue: Virtqueue, offset: number, value: number): void {
  const field = addressRegisters[offset & ~4];
  if (field !== undefined) {
    const low = queue[field] % 2 ** 32;
    queue[field] = (offset & 4) === 0 ? queue[field] - low + value : value * 2 ** 32 + low;
  }
}

const addressRegisters: Readonly<Record<number, 'descriptors' | 'available' | 'used'>> = {
  [reg.QueueDescLow]: 'descriptors',
  [reg.QueueDriverLow]: 'available',
  [reg.QueueDeviceLow]: 'used',
};
