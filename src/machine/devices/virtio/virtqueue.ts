/**
 * The split virtqueue: how a driver hands buffers to a virtio device, and gets them back. Virtio 1.2, section 2.7.
 *
 *   descriptor table   size x { address: 8 bytes, length: 4, flags: 2, next: 2 }
 *   available ring     { flags: 2, idx: 2, ring: size x { head: 2 } }            the driver writes
 *   used ring          { flags: 2, idx: 2, ring: size x { head: 4, length: 4 } } the device writes
 *
 * The driver can write anything into this memory, so all of it is checked. If it cannot be right, the answer is 'broken',
 * and no buffer is touched.
 */
import type { DeviceMemory } from '../../memory/index.js';

/** The most descriptors that a queue may have: a power of two. */
export const QUEUE_SIZE_MAX = 256;

/**
 * One buffer of a request may be outside of memory if it is no longer than this. QEMU allows it too, and a published kernel
 * unknowingly relies on it: that kernel sign-extends its addresses to 64 bits.
 */
const ABSENT_BYTES_MAX = 4096;

const DESCRIPTOR_BYTES = 16;
const VIRTQ_DESC_F_NEXT = 1;
const VIRTQ_DESC_F_WRITE = 2;
const VIRTQ_DESC_F_INDIRECT = 4; // never offered
const VIRTQ_AVAIL_F_NO_INTERRUPT = 1;

export class Virtqueue {
  // What the driver has set. An address may have 64 bits: a large one is rounded, but then it is not in RAM anyway.
  size: number;
  ready = false;
  descriptors = 0;
  available = 0;
  used = 0;
  /** The driver has made a mistake: the queue is not served until the device is reset. */
  broken = false;
  readonly #memory: DeviceMemory;
  readonly #sizeAtFirst: number;
  #nextAvailable = 0;
  #nextUsed = 0;

  /** Until the driver sets a size, the queue has `size` descriptors. */
  constructor(memory: DeviceMemory, size: number) {
    this.#memory = memory;
    this.size = this.#sizeAtFirst = size;
  }

  /** Forgets what the driver has set. */
  reset(): void {
    this.stop();
    this.size = this.#sizeAtFirst;
    this.descriptors = this.available = this.used = 0;
  }

  /** The device leaves the queue alone until it is ready again. */
  stop(): void {
    this.ready = this.broken = false;
    this.rewind();
  }

  /** Begins again at the start of both rings. */
  rewind(): void {
    this.#nextAvailable = this.#nextUsed = 0;
  }

  /** Places a queue of the legacy layout (2.7.2). It is one piece that begins at `address`; `alignment` is the used ring's. */
  placeLegacy(address: number, alignment: number): void {
    this.descriptors = address;
    this.available = this.descriptors + DESCRIPTOR_BYTES * this.size;
    const end = this.available + 6 + 2 * this.size;
    this.used = Math.ceil(end / alignment) * alignment;
  }

  /** Takes the next chain of buffers. Returns undefined if there is none. */
  take(): Chain | 'broken' | undefined {
    if (!this.#isValid()) {
      return 'broken';
    }
    const waiting = (this.#memory.read16(this.available + 2) - this.#nextAvailable) & 0xffff;
    if (waiting === 0) {
      return undefined;
    }
    if (waiting > this.size) {
      return 'broken'; // more than the ring has room for
    }
    const position = this.#nextAvailable & (this.size - 1);
    this.#nextAvailable = (this.#nextAvailable + 1) & 0xffff;
    return this.#follow(this.#memory.read16(this.available + 4 + 2 * position));
  }

  /**
   * Gives a chain back to the driver. The first `written` of its writable bytes are new. Give each chain back before
   * the next one is taken.
   */
  giveBack(chain: Chain, written: number): void {
    const position = this.#nextUsed & (this.size - 1);
    this.#memory.write32(this.used + 4 + 8 * position, chain.head);
    this.#memory.write32(this.used + 8 + 8 * position, written);
    this.#nextUsed = (this.#nextUsed + 1) & 0xffff;
    this.#memory.write16(this.used + 2, this.#nextUsed); // last, since it tells the driver that the entry is complete
    this.#memory.onDeviceWrite?.();
  }

  /** Tells whether the driver wants an interrupt for used buffers. */
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

  /** Follows a chain for at most `size` descriptors, so that a loop ends. Readable buffers must come first (2.7.4.2). */
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
  /** Tells whether all of it is RAM. Other buffers read as zeros, and writes to them are lost. */
  readonly present: boolean;
}

/** The buffers of a request. A driver may divide a request into buffers in any way (2.7.4.1). */
export class Chain {
  readonly head: number;
  readonly readable: Buffer[] = [];
  readonly writable: Buffer[] = [];
  readableBytes = 0;
  writableBytes = 0;
  hasAbsent = false;
  readonly #memory: DeviceMemory;

  constructor(memory: DeviceMemory, head: number) {
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

  /** Fills `target` with the readable bytes from number `start` on, as far as there are any. */
  read(start: number, target: Uint8Array): void {
    forEachPiece(this.readable, start, target.length, ({ present, address }, skip, length, done) => {
      if (present) {
        target.set(this.#memory.readBytes(address + skip, length), done);
      } else {
        target.fill(0, done, done + length);
      }
    });
  }

  /** Writes `source` to the writable bytes from number `start` on, as far as there are any. */
  write(start: number, source: Uint8Array): void {
    forEachPiece(this.writable, start, source.length, ({ present, address }, skip, length, done) => {
      if (present) {
        this.#memory.writeBytes(address + skip, source.subarray(done, done + length));
      }
    });
  }
}

type UsePiece = (buffer: Buffer, skip: number, length: number, done: number) => void;

/** Calls `use` for each piece of a buffer that holds some of the `total` bytes from number `start` on. */
function forEachPiece(buffers: readonly Buffer[], start: number, total: number, use: UsePiece): void {
  let skip = start;
  let done = 0;
  for (const buffer of buffers) {
    const piece = Math.min(buffer.length - skip, total - done);
    if (piece > 0) {
      use(buffer, skip, piece, done);
      done += piece;
    }
    skip = Math.max(skip - buffer.length, 0);
  }
}
