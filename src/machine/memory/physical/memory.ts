/**
 * RAM: little-endian, starting at RAM_BASE. Unprivileged specification 20191213, section 1.4.
 * The methods here check each address. A program's plain loads and stores use the typed arrays instead: the hart checks
 * the address first, and raises a fault where there is no memory. The typed arrays assume a little-endian host.
 */
import { hex } from '../../isa/index.js';
import type { DeviceMemory } from './device-memory.js';
import { PAGE_BYTES, RAM_BASE } from './memory-map.js';

/** The RAM of one machine. All its harts share it. Addresses are physical. */
export class Memory implements DeviceMemory {
  readonly base = RAM_BASE;
  /** In bytes. */
  readonly size: number;
  /**
   * The bytes themselves; index 0 is address `base`. While the machine does not run, anyone may write here and need not
   * report it. Devices write while it runs, so they use the methods below, which report each write.
   */
  readonly bytes: Uint8Array;
  /** The same memory as halfwords and words, for the hart's loads and stores. */
  readonly halves: Uint16Array;
  readonly words: Int32Array;
  /** Goes up when `bytes` may have been written without a report. Decoded code is then compared with memory again. */
  version = 0;
  /** Called after each write through the methods here. */
  onWrite: ((offset: number, size: number) => void) | undefined;
  /** Called after a device has written to memory by itself (DMA). */
  onDeviceWrite: (() => void) | undefined;
  readonly #view: DataView;

  /** Uses `size` bytes of `buffer`, from `start` on, a multiple of 4. checkMemorySize says which sizes are allowed. */
  constructor(buffer: ArrayBuffer, size: number, start = 0) {
    this.size = size;
    this.bytes = new Uint8Array(buffer, start, size);
    this.halves = new Uint16Array(buffer, start, size / 2);
    this.words = new Int32Array(buffer, start, size / 4);
    this.#view = new DataView(buffer, start, size);
  }

  /** Is there memory for all `size` bytes that start at `address`? `address` may have 34 bits. */
  contains(address: number, size: number): boolean {
    return address >= this.base && address + size <= this.base + this.size;
  }

  /** Says that bytes may have been written without a report. */
  changed(): void {
    this.version += 1;
  }

  // Values are unsigned. An address outside of memory is a mistake of the caller: RangeError.
  read8(address: number): number {
    return this.#view.getUint8(this.#offset(address, 1));
  }
  read16(address: number): number {
    return this.#view.getUint16(this.#offset(address, 2), true);
  }
  read32(address: number): number {
    return this.#view.getUint32(this.#offset(address, 4), true);
  }
  readBytes(address: number, length: number): Uint8Array {
    const offset = this.#offset(address, length);
    return this.bytes.subarray(offset, offset + length);
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

const MAXIMUM_BYTES = 0x4000_0000; // so that offsets into memory stay positive in 32-bit arithmetic

/** Returns `size` if a machine can have that much memory. Throws a RangeError otherwise. */
export function checkMemorySize(size: number): number {
  if (!Number.isInteger(size) || size < PAGE_BYTES || size > MAXIMUM_BYTES || size % PAGE_BYTES !== 0) {
    throw new RangeError(
      `memoryBytes is ${size}: it must be a multiple of ${PAGE_BYTES}, from one page to 1 GiB`,
    );
  }
  return size;
}
