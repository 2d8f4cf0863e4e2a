/**
 * A section: the bytes that the source puts under one name, such as .text or .data.tables.
 */
import { fault, MAX_IMAGE_BYTES } from '../text/index.js';

export type SectionKind = 'text' | 'rodata' | 'data' | 'bss';

/** In the order in which they follow each other in memory. */
export const sectionKinds: readonly SectionKind[] = ['text', 'rodata', 'data', 'bss'];

/** The bytes so far. `address` is set when the whole source has been read. */
export class Section {
  readonly kind: SectionKind;
  address = 0;
  alignment: number;
  size = 0;
  #buffer = new Uint8Array(256);
  #view = new DataView(this.#buffer.buffer);

  readonly #room: { bytes: number };

  /** `room` is how many bytes all sections of the program together may still take. */
  constructor(
    readonly name: string,
    room: { bytes: number },
  ) {
    this.#room = room;
    this.kind = kindOf(name);
    this.alignment = name === '.text' ? 4 : 1;
  }

  /** What the section holds so far. A .bss holds no bytes. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(0, this.kind === 'bss' ? 0 : this.size);
  }

  append(bytes: ArrayLike<number>): void {
    if (this.kind === 'bss' && Array.from(bytes).some((byte) => byte !== 0)) {
      this.#refuseContent();
    }
    const offset = this.size;
    this.#grow(bytes.length);
    if (this.kind !== 'bss') {
      this.#buffer.set(bytes, offset);
    }
  }

  fill(count: number, byte: number): void {
    if (this.kind === 'bss' && byte !== 0 && count > 0) {
      this.#refuseContent();
    }
    const offset = this.size;
    this.#grow(count);
    if (this.kind !== 'bss') {
      this.#buffer.fill(byte, offset, offset + count);
    }
  }

  /** Writes the low `size` bytes of `value` over those at `offset`, little-endian. */
  patch(offset: number, value: bigint, size: number): void {
    for (let index = 0; index < size; index += 1) {
      this.#buffer[offset + index] = Number((value >> BigInt(8 * index)) & 0xffn);
    }
  }

  /** Writes an instruction of 2 or 4 bytes over those at `offset`. */
  patchInstruction(offset: number, bits: number, bytes: 2 | 4): void {
    if (bytes === 2) {
      this.#view.setUint16(offset, bits, true);
    } else {
      this.#view.setUint32(offset, bits, true);
    }
  }

  /** The instruction of 2 or 4 bytes at `offset`, unsigned. */
  readInstruction(offset: number, bytes: 2 | 4): number {
    return bytes === 2 ? this.#view.getUint16(offset, true) : this.#view.getUint32(offset, true);
  }

  #refuseContent(): never {
    fault(`${this.name} holds zeros only: put this into .data or .text`);
  }

  #grow(count: number): void {
    if (this.kind === 'bss') {
      if (this.size + count > 0xffff_ffff) {
        fault(`${this.name} would be larger than the address space`);
      }
    } else {
      if (count > this.#room.bytes) {
        fault(`the program would grow past ${MAX_IMAGE_BYTES} bytes, the limit`);
      }
      this.#room.bytes -= count;
      this.#reserve(this.size + count);
    }
    this.size += count;
  }

  #reserve(size: number): void {
    if (size <= this.#buffer.length) {
      return;
    }
    const larger = new Uint8Array(Math.max(size, 2 * this.#buffer.length));
    larger.set(this.#buffer);
    this.#buffer = larger;
    this.#view = new DataView(larger.buffer);
  }
}

function kindOf(name: string): SectionKind {
  const kind = sectionKinds.find(
    (candidate) => name === `.${candidate}` || name.startsWith(`.${candidate}.`),
  );
  return (
    kind ??
    fault(`unknown section '${name}': expected .text, .rodata, .data or .bss, or one of these with a suffix`)
  );
}
