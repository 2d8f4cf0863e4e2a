/**
 * The memory of one VM as its guest numbers it, by guest-physical addresses. It begins where RAM begins on the bare machine.
 * Every access goes through the frame map, frame by frame, so no access leaves the VM's memory.
 */
import { PAGE_BYTES, hex, type DeviceMemory, type Memory } from '../../machine/index.js';

/** The frame map of one VM: the machine frame behind a guest frame; undefined where the VM has none. */
export type FrameMap = (guestFrame: number) => number | undefined;

export class GuestMemory implements DeviceMemory {
  /** Called after the VMM or a device has written, with each machine frame that it has written to. */
  onWrite: ((frame: number) => void) | undefined;
  /** Called after the VMM has marked a page-table entry, as the hardware does, with its machine address. */
  onMark: ((place: number) => void) | undefined;
  /** Called after a device has written by itself (DMA). */
  onDeviceWrite: (() => void) | undefined;
  /** How often the VMM or a device has changed something; for whoever wants to know whether anything happens. */
  changes = 0;
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
    const at = this.#machineAddress(address, 4);
    this.#machine.write32(at, value >>> 0);
    this.#report(at);
  }

  /**
   * Writes an aligned word as the hardware does when it marks a page-table entry as accessed or dirty. What the entry says does not
   * change, so it is not reported as a write. @throws RangeError when it is misaligned or outside
   */
  markEntry(address: number, value: number): void {
    const place = this.#machineAddress(address, 4);
    this.changes += 1;
    this.#machine.write32(place, value >>> 0);
    this.onMark?.(place);
  }

  /** The machine address behind a guest-physical one. @throws RangeError when the aligned word is not in memory */
  machineAddressOf(address: number): number {
    return this.#machineAddress(address, 4);
  }

  /** Reads a byte. @throws RangeError when it is outside */
  readByte(address: number): number {
    return this.#machine.read8(this.#machineAddress(address, 1));
  }

  /** Writes a byte. @throws RangeError when it is outside */
  writeByte(address: number, value: number): void {
    const at = this.#machineAddress(address, 1);
    this.#machine.write8(at, value & 0xff);
    this.#report(at);
  }

  /** A copy of `length` bytes. @throws RangeError when one of them is outside */
  readBytes(address: number, length: number): Uint8Array {
    const pieces = this.#piecesOf(address, length); // first, because it refuses a length that would be too much to allocate
    const bytes = new Uint8Array(length);
    for (const { at, start, count } of pieces) {
      bytes.set(this.#machine.readBytes(start, count), at);
    }
    return bytes;
  }

  /** All of it, page by page: not copies, but the frames themselves. */
  pages(): Uint8Array[] {
    return this.#piecesOf(this.base, this.size).map(({ start, count }) =>
      this.#machine.readBytes(start, count),
    );
  }

  /** Copies bytes in. @throws RangeError when one of them is outside; then none is written */
  writeBytes(address: number, bytes: Uint8Array): void {
    for (const { at, start, count } of this.#piecesOf(address, bytes.length)) {
      this.#machine.writeBytes(start, bytes.subarray(at, at + count));
      this.#report(start);
    }
  }

  // For devices, whose addresses need not be aligned.
  read16(address: number): number {
    return this.#read(address, 2);
  }
  read32(address: number): number {
    return this.#read(address, 4);
  }
  write16(address: number, value: number): void {
    this.#write(address, 2, value);
  }
  write32(address: number, value: number): void {
    this.#write(address, 4, value);
  }

  #read(address: number, size: number): number {
    return this.readBytes(address, size).reduceRight((high, byte) => high * 256 + byte, 0);
  }

  #write(address: number, size: number, value: number): void {
    this.writeBytes(
      address,
      Uint8Array.from({ length: size }, (_, index) => value >>> (8 * index)),
    );
  }

  #report(machineAddress: number): void {
    this.changes += 1;
    this.onWrite?.(Math.floor(machineAddress / PAGE_BYTES));
  }

  /** A range of guest-physical memory as pieces of machine frames: adjacent guest frames need not be adjacent there. */
  #piecesOf(address: number, length: number): Piece[] {
    if (!this.contains(address, length)) {
      throw outside(address, length);
    }
    const pieces: Piece[] = [];
    for (let at = 0; at < length;) {
      const here = address + at;
      const count = Math.min(length - at, PAGE_BYTES - (here % PAGE_BYTES));
      pieces.push({ at, start: this.#machineAddress(here, 1), count });
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

/** `count` bytes from the machine address `start` on, which are the bytes of a range from number `at` on. */
interface Piece {
  readonly at: number;
  readonly start: number;
  readonly count: number;
}

function outside(address: number, length: number): RangeError {
  return new RangeError(
    `${length} bytes at guest-physical address ${hex(address)} are not all in the VM's memory`,
  );
}
