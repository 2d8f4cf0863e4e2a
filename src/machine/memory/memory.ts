/**
 * RAM: little-endian, from RAM_BASE on. A program's own accesses do not come through the checked methods here: the
 * hart looks where an address leads first, and faults where there is no memory. The views assume a little-endian host.
 * Unprivileged specification 20191213, section 1.4.
 */
import { hex } from '../isa/index.js';
import { PAGE_BYTES, RAM_BASE } from './memory-map.js';

/** RAM of one machine, which all its harts share. Addresses are physical. */
export class Memory {
  readonly base = RAM_BASE;
  /** Bytes. */
  readonly size: number;
  /**
   * The bytes themselves; index 0 is address `base`. Whoever writes here while the machine does not run need tell nobody;
   * devices write through the methods below, which tell.
   */
  readonly bytes: Uint8Array;
  /** The same memory in the widths that the hart loads and stores. */
  readonly halves: Uint16Array;
  readonly words: Int32Array;
  /** Counts up whenever somebody may have written to `bytes`: decoded code is then compared with memory. */
  version = 0;
  /** Told of writes through the methods here. */
  onWrite: ((offset: number, size: number) => void) | undefined;
  /** Told when a device has written by itself, after it has. */
  onDeviceWrite: (() => void) | undefined;
  readonly #view: DataView;

  /** The first `size` bytes of `buffer`; see checkMemorySize for the sizes that there may be. */
  constructor(buffer: ArrayBuffer, size: number) {
    this.size = size;
    this.bytes = new Uint8Array(buffer, 0, size);
    this.halves = new Uint16Array(buffer, 0, size / 2);
    this.words = new Int32Array(buffer, 0, size / 4);
    this.#view = new DataView(buffer, 0, size);
  }

  /** Are all `size` bytes from `address` on memory? `address` may have 34 bits. */
  contains(address: number, size: number): boolean {
    return address >= this.base && address + size <= this.base + this.size;
  }

  /** Bytes may have been written that nobody told of. */
  changed(): void {
    this.version += 1;
  }

  // The values are unsigned; an address outside of memory is the caller's mistake: RangeError.
  read8(address: number): number {
    return this.#view.getUint8(this.#offset(address, 1));
  }
  read16(address: number): number {
    return this.#view.getUint16(this.#offset(address, 2), true);
  }
  read32(address: number): number {
    return this.#view.getUint32(this.#offset(address, 4), true);
  }
  write8(address: number, value: number): void {
    const offset = this.#offset(address, 1);
    this.#view.setUint8(offset, value);
    this.onWrite?.(offset, 1);
  }
  write16(address: number, value: number): void {
    const offset = this.#offset(address, 2);
    this.#view.setUint16(offset, value, true);
    this.onWrite?.(offset, 2);
  }
  write32(address: number, value: number): void {
    const offset = this.#offset(address, 4);
    this.#view.setUint32(offset, value, true);
    this.onWrite?.(offset, 4);
  }
  writeBytes(address: number, bytes: Uint8Array): void {
    const offset = this.#offset(address, bytes.length);
    this.bytes.set(bytes, offset);
    this.onWrite?.(offset, bytes.length);
  }

  #offset(address: number, size: number): number {
    if (!this.contains(address, size)) {
      const end = this.base + this.size;
      throw new RangeError(
        `no memory for ${size} bytes at ${hex(address)}: it spans ${hex(this.base)} to ${hex(end)}`,
      );
    }
    return address - this.base;
  }
}

const MAXIMUM_BYTES = 0x4000_0000; // offsets into memory stay positive in 32-bit arithmetic

/** `size`, if a machine can have that much memory; else RangeError. */
export function checkMemorySize(size: number): number {
  if (!Number.isInteger(size) || size < PAGE_BYTES || size > MAXIMUM_BYTES || size % PAGE_BYTES !== 0) {
    throw new RangeError(
      `memoryBytes is ${size}: it must be a multiple of ${PAGE_BYTES}, from one page to 1 GiB`,
    );
  }
  return size;
}
