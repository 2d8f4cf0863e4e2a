/**
 * The registers with which a driver sets up the queues of a virtio device, one selected at a time: three addresses in the
 * modern layout, one page number in the legacy one. Virtio 1.2, sections 4.2.3.2 and 4.2.4.
 */
import type { Memory } from './memory.js';
import * as reg from './virtio-registers.js';
import { QUEUE_SIZE_MAX, Virtqueue } from './virtqueue.js';

export class VirtioQueues {
  readonly list: readonly Virtqueue[];
  readonly #legacy: boolean;
  readonly #alignments: number[];
  readonly #pageNumbers: number[];
  #selected = 0;
  #pageBytes = 0;

  constructor(count: number, memory: Memory, legacy: boolean) {
    this.list = Array.from({ length: count }, () => new Virtqueue(memory));
    this.#legacy = legacy;
    this.#alignments = this.list.map(() => 0);
    this.#pageNumbers = this.list.map(() => 0);
  }

  reset(): void {
    this.list.forEach((queue) => queue.reset());
    this.#alignments.fill(0);
    this.#pageNumbers.fill(0);
    this.#selected = this.#pageBytes = 0;
  }

  /** Registers that are not about queues, or not there in this layout, read 0. */
  read(offset: number): number {
    const queue = this.list[this.#selected];
    switch (offset) {
      case reg.QueueNumMax:
        return queue === undefined ? 0 : QUEUE_SIZE_MAX;
      case reg.QueuePFN:
        return this.#pageNumbers[this.#selected] ?? 0; // never set in the modern layout
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
      this.#pageBytes = value;
    } else if (queue === undefined) {
      return;
    } else if (offset === reg.QueueNum) {
      queue.size = value;
    } else if (this.#legacy) {
      this.#writeLegacy(queue, offset, value);
    } else if (offset === reg.QueueReady) {
      setReady(queue, (value & 1) !== 0);
    } else {
      setAddress(queue, offset, value);
    }
  }

  #writeLegacy(queue: Virtqueue, offset: number, value: number): void {
    if (offset === reg.QueueAlign) {
      this.#alignments[this.#selected] = value;
    } else if (offset === reg.QueuePFN) {
      this.#pageNumbers[this.#selected] = value;
      queue.placeLegacy(value, this.#pageBytes, this.#alignments[this.#selected]!);
      setReady(queue, value !== 0);
    }
  }
}

function setReady(queue: Virtqueue, ready: boolean): void {
  if (ready && !queue.ready) {
    queue.rewind();
  }
  queue.ready = ready;
}

/** Sets one half of an address. */
function setAddress(queue: Virtqueue, offset: number, value: number): void {
  const part = addressRegisters[offset & ~4];
  if (part !== undefined) {
    const low = queue[part] % 2 ** 32;
    queue[part] = (offset & 4) === 0 ? queue[part] - low + value : value * 2 ** 32 + low;
  }
}

const addressRegisters: Readonly<Record<number, 'descriptors' | 'available' | 'used'>> = {
  [reg.QueueDescLow]: 'descriptors',
  [reg.QueueDriverLow]: 'available',
  [reg.QueueDeviceLow]: 'used',
};
