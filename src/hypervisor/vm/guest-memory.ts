/**
 * The memory of one VM as its guest numbers it, by guest-physical addresses. It begins where RAM begins on the bare machine.
 * Every access goes through the frame map, frame by frame, so no access leaves the VM's memory.
 */
import { PAGE_BYTES, hex, type Memory } from '../../machine/index.js';

/** The frame map of one VM: the machine frame behind a guest frame; undefined where the VM has none. */
export type FrameMap = (guestFrame: number) => number | undefined;

export class GuestMemory {
  readonly #machine: Memory;
  readonly #frameMap: FrameMap;

  constructor(
    machine: Memory,
    frameMap: FrameMap,
    /** Guest-physical address of the first byte; a whole number of pages. */
    readonly base: number,
    /** In bytes; a whole number of pages. */
    readonly size: number,
  ) {
    this.#machine = machine;
    this.#frameMap = frameMap;
  }

  /** Whether all `length` bytes from `address` on are in the VM's memory. Takes any numbers, 34-bit addresses too. */
  contains(address: number, length: number): boolean {
    return address >= this.base && length >= 0 && address + length <= this.base + this.size;
  }

  /** The machine frame behind a guest frame (guest-physical address / 4096); undefined where the VM has no memory. */
  frameOf(guestFrame: number): number | undefined {
    if (!this.contains(guestFrame * PAGE_BYTES, PAGE_BYTES)) {
      return undefined;
    }
    return this.#frameMap(guestFrame);
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
    const views = this.#viewsOf(address, length); // first, because it refuses a length that would be too much to allocate
    const bytes = new Uint8Array(length);
    for (const view of views) {
      bytes.set(view.bytes, view.at);
    }
    return bytes;
  }

  /** Copies bytes in. @throws RangeError when one of them is outside; then none is written */
  writeBytes(address: number, bytes: Uint8Array): void {
    for (const view of this.#viewsOf(address, bytes.length)) {
      view.bytes.set(bytes.subarray(view.at, view.at + view.bytes.length));
    }
  }

  /** A range of guest-physical memory as views into machine frames: adjacent guest frames need not be adjacent there. */
  #viewsOf(address: number, length: number): { at: number; bytes: Uint8Array }[] {
    if (!this.contains(address, length)) {
      throw outside(address, length);
    }
    const views = [];
    for (let at = 0; at < length;) {
      const here = address + at;
      const count = Math.min(length - at, PAGE_BYTES - (here % PAGE_BYTES));
      const start = this.#machineAddress(here, 1) - this.#machine.base;
      views.push({ at, bytes: this.#machine.bytes.subarray(start, start + count) });
      at += count;
    }
    return views;
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

function outside(address: number, length: number): RangeError {
  return new RangeError(
    `${length} bytes at guest-physical address ${hex(address)} are not all in the VM's memory`,
  );
}
