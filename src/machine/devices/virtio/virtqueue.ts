/**
 * How a driver hands buffers to a virtio device, and gets them back: the split virtqueue. Virtio 1.2, section 2.7.
 *
 *   descriptor table   size x { address: 8 bytes, length: 4, flags: 2, next: 2 }
 *   available ring     { flags: 2, idx: 2, ring: size x { head: 2 } }            the driver writes
 *   used ring          { flags: 2, idx: 2, ring: size x { head: 4, length: 4 } } the device writes
 *
 * All of it is in the driver's hands, and nothing in it is believed: what cannot be right is 'broken', and no buffer is
 * touched.
 */
import type { Memory } from '../../memory/index.js';

/** The most descriptors that a queue may have. A power of two. */
export const QUEUE_SIZE_MAX = 256;

/**
 * One buffer of a request may lie where there is no memory, if it is no longer than this: as on QEMU, which a published
 * kernel relies on without knowing, whose addresses are sign-extended to 64 bits.
 */
const ABSENT_BYTES_MAX = 4096;

const DESCRIPTOR_BYTES = 16;
const VIRTQ_DESC_F_NEXT = 1;
const VIRTQ_DESC_F_WRITE = 2;
const VIRTQ_DESC_F_INDIRECT = 4; // never offered
const VIRTQ_AVAIL_F_NO_INTERRUPT = 1;

export class Virtqueue {
  // What the driver has set; the addresses may have 64 bits, the upper ones rounded: none of those is RAM.
  size = 0;
  ready = false;
  descriptors = 0;
  available = 0;
  used = 0;
  /** Asked for what made no sense, and is not served until the device is reset. */
  broken = false;
  readonly #memory: Memory;
  #nextAvailable = 0;
  #nextUsed = 0;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  reset(): void {
    this.ready = this.broken = false;
    this.size = this.descriptors = this.available = this.used = 0;
    this.rewind();
  }

  /** From here on, the rings are read from their beginning. */
  rewind(): void {
    this.#nextAvailable = this.#nextUsed = 0;
  }

  /** The layout of old, all parts in one piece (2.7.2): where it begins, and the alignment of the used ring. */
  placeLegacy(address: number, alignment: number): void {
    this.descriptors = address;
    this.available = this.descriptors + DESCRIPTOR_BYTES * this.size;
    const end = this.available + 6 + 2 * this.size;
    this.used = Math.ceil(end / alignment) * alignment;
  }

  /** The next chain of buffers; undefined when there is none. */
  take(): Chain | 'broken' | undefined {
    if (!this.#isValid()) {
      return 'broken';
    }
    const waiting = (this.#memory.read16(this.available + 2) - this.#nextAvailable) & 0xffff;
    if (waiting === 0) {
      return undefined;
    }
    if (waiting > this.size) {
      return 'broken'; // more than there is room for
    }
    const slot = this.#nextAvailable & (this.size - 1);
    this.#nextAvailable = (this.#nextAvailable + 1) & 0xffff;
    return this.#follow(this.#memory.read16(this.available + 4 + 2 * slot));
  }

  /**
   * Gives a chain back; `written` bytes of it, from the first writable one on, are new. After take(), with nothing in
   * between.
   */
  giveBack(chain: Chain, written: number): void {
    const slot = this.#nextUsed & (this.size - 1);
    this.#memory.write32(this.used + 4 + 8 * slot, chain.head);
    this.#memory.write32(this.used + 8 + 8 * slot, written);
    this.#nextUsed = (this.#nextUsed + 1) & 0xffff;
    this.#memory.write16(this.used + 2, this.#nextUsed); // last: from now on the driver may look
    this.#memory.onDeviceWrite?.();
  }

  /** Does the driver want to be told of used buffers? */
  wantsInterrupt(): boolean {
    return (this.#memory.read16(this.available) & VIRTQ_AVAIL_F_NO_INTERRUPT) === 0;
  }

  #isValid(): boolean {
    const { size } = this;
    return (
      size > 0 &&
      size <= QUEUE_SIZE_MAX &&
      (size & (size - 1)) === 0 &&
      this.#memory.contains(this.descriptors, DESCRIPTOR_BYTES * size) &&
      this.#memory.contains(this.available, 4 + 2 * size) &&
      this.#memory.contains(this.used, 4 + 8 * size)
    );
  }

  /** At most `size` descriptors, so that a loop ends; those to be read come before those to be written (2.7.4.2). */
  #follow(head: number): Chain | 'broken' {
    const chain = new Chain(this.#memory, head);
    let index = head;
    for (let count = 0; count < this.size && index < this.size; count += 1) {
      const at = this.descriptors + DESCRIPTOR_BYTES * index;
      const address = this.#memory.read32(at + 4) * 2 ** 32 + this.#memory.read32(at);
      const length = this.#memory.read32(at + 8);
      const flags = this.#memory.read16(at + 12);
      const writable = (flags & VIRTQ_DESC_F_WRITE) !== 0;
      const disorder = !writable && chain.writable.length > 0;
      const present = this.#memory.contains(address, length);
      const lost = !present && (chain.hasAbsent || length > ABSENT_BYTES_MAX);
      if (disorder || (flags & VIRTQ_DESC_F_INDIRECT) !== 0 || lost) {
        return 'broken';
      }
      chain.add({ address, length, present }, writable);
      if ((flags & VIRTQ_DESC_F_NEXT) === 0) {
        return chain;
      }
      index = this.#memory.read16(at + 14);
    }
    return 'broken';
  }
}

export interface Buffer {
  readonly address: number;
  readonly length: number;
  /** Is all of it RAM? One that is not reads as zeros, and what is written there is lost. */
  readonly present: boolean;
}

/** The buffers of a request. How a driver cuts a request into buffers means nothing (2.7.4.1). */
export class Chain {
  readonly head: number;
  readonly readable: Buffer[] = [];
  readonly writable: Buffer[] = [];
  readableBytes = 0;
  writableBytes = 0;
  hasAbsent = false;
  readonly #memory: Memory;

  constructor(memory: Memory, head: number) {
    this.#memory = memory;
    this.head = head;
  }

  add(buffer: Buffer, writable: boolean): void {
    this.hasAbsent ||= !buffer.present;
    if (writable) {
      this.writable.push(buffer);
      this.writableBytes += buffer.length;
    } else {
      this.readable.push(buffer);
      this.readableBytes += buffer.length;
    }
  }

  /** Fills `target` with the readable bytes from the `start`th on, as far as there are any. */
  read(start: number, target: Uint8Array): void {
    const { bytes, base } = this.#memory;
    forEachPart(this.readable, start, target.length, ({ present, address }, skip, length, done) => {
      const from = address - base + skip;
      if (present) {
        target.set(bytes.subarray(from, from + length), done);
      } else {
        target.fill(0, done, done + length);
      }
    });
  }

  /** Writes `source` over the writable bytes from the `start`th on, as far as there are any. */
  write(start: number, source: Uint8Array): void {
    forEachPart(this.writable, start, source.length, ({ present, address }, skip, length, done) => {
      if (present) {
        this.#memory.writeBytes(address + skip, source.subarray(done, done + length));
      }
    });
  }
}

type UsePart = (buffer: Buffer, skip: number, length: number, done: number) => void;

/** Calls `use` for what `buffers` hold of the `total` bytes from the `start`th on. */
function forEachPart(buffers: readonly Buffer[], start: number, total: number, use: UsePart): void {
  let skip = start;
  let done = 0;
  for (const buffer of buffers) {
    const part = Math.min(buffer.length - skip, total - done);
    if (part > 0) {
      use(buffer, skip, part, done);
      done += part;
    }
    skip = Math.max(skip - buffer.length, 0);
  }
}
