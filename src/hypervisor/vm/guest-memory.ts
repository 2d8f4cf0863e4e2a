/**
 * The memory of one VM as its guest numbers it: guest-physical addresses, from where RAM starts on the machine too.
 * Every access goes frame by frame through the frame map, so it ends where the VM's memory ends.
 */
import { PAGE_BYTES, type Memory } from '../../machine/index.js';
import type { FrameAllocator } from '../sockets/frame-allocator.js';

export class GuestMemory {
  readonly #machine: Memory;
  readonly #allocator: FrameAllocator;
  readonly #vm: number;

  constructor(
    machine: Memory,
    allocator: FrameAllocator,
    vm: number,
    /** Guest-physical address of the first byte; a whole number of pages. */
    readonly base: number,
    /** In bytes; a whole number of pages. */
    readonly size: number,
  ) {
    this.#machine = machine;
    this.#allocator = allocator;
    this.#vm = vm;
  }

  /** Whether all of `length` bytes from `address` on are in the VM's memory. Takes any numbers, 34-bit addresses too. */
  contains(address: number, length: number): boolean {
    return address >= this.base && length >= 0 && address + length <= this.base + this.size;
  }

  /** The machine frame behind a guest frame (guest-physical address / 4096); undefined where the VM has no memory. */
  frameOf(guestFrame: number): number | undefined {
    if (!this.contains(guestFrame * PAGE_BYTES, PAGE_BYTES)) {
      return undefined;
    }
    return this.#allocator.translate(this.#vm, guestFrame);
  }

  /** Reads an aligned word (unsigned). @throws RangeError when it is misaligned or outside */
  readWord(address: number): number {
    return this.#machine.read32(this.#machineAddress(address, 4));
  }

  /** Writes an aligned word. @throws RangeError when it is misaligned or outside */
  writeWord(address: number, value: number): void {
    this.#machine.write32(this.#machineAddress(address, 4), value >>> 0);
  }

  /** Reads a byte. @throws RangeError when it is outside */
  readByte(address: number): number {
    return this.#machine.read8(this.#machineAddress(address, 1));
  }

  /** Writes a byte. @throws RangeError when it is outside */
  writeByte(address: number, value: number): void {
    this.#machine.write8(this.#machineAddress(address, 1), value & 0xff);
  }

  /** A copy of `length` bytes. @throws RangeError when one of them is outside */
  readBytes(address: number, length: number): Uint8Array {
    const pieces = this.#pieces(address, length); // first: a length that is not in memory may be any number
    const bytes = new Uint8Array(length);
    for (const piece of pieces) {
      bytes.set(piece.bytes, piece.at);
    }
    return bytes;
  }

  /** Copies bytes in. @throws RangeError when one of them falls outside; then none is written */
  writeBytes(address: number, bytes: Uint8Array): void {
    for (const piece of this.#pieces(address, bytes.length)) {
      piece.bytes.set(bytes.subarray(piece.at, piece.at + piece.bytes.length));
    }
  }

  /** A range of guest-physical memory as views into machine frames; neighbours here need not be neighbours there. */
  #pieces(address: number, length: number): { at: number; bytes: Uint8Array }[] {
    if (!this.contains(address, length)) {
      throw outside(address, length);
    }
    const pieces = [];
    for (let at = 0; at < length;) {
      const here = address + at;
      const count = Math.min(length - at, PAGE_BYTES - (here % PAGE_BYTES));
      const start = this.#machineAddress(here, 1) - this.#machine.base;
      pieces.push({ at, bytes: this.#machine.bytes.subarray(start, start + count) });
      at += count;
    }
    return pieces;
  }

  #machineAddress(address: number, size: number): number {
    if (address % size !== 0) {
      throw new RangeError(`guest-physical address ${hex(address)} is not a multiple of ${size}`);
    }
    const frame = this.contains(address, size) ? this.frameOf(Math.floor(address / PAGE_BYTES)) : undefined;
    if (frame === undefined) {
      throw outside(address, size);
    }
    return frame * PAGE_BYTES + (address % PAGE_BYTES);
  }
}

const hex = (value: number) => `0x${value.toString(16)}`;

function outside(address: number, length: number): RangeError {
  return new RangeError(
    `${length} bytes at guest-physical address ${hex(address)} are not all in the VM's memory`,
  );
}
