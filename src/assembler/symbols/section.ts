/**
 * Sections and where they come to lie. The layout is that of GNU ld with -N (sections follow each other without page
 * gaps): text, rodata, data, bss; within each, the sections in the order in which the source first names them.
 */
import type { Image } from '../../machine/index.js';
import { fault } from '../text/errors.js';
import { MAX_IMAGE_BYTES } from '../text/limits.js';

export type SectionKind = 'text' | 'rodata' | 'data' | 'bss';
const kinds: readonly SectionKind[] = ['text', 'rodata', 'data', 'bss'];

/** The bytes that one section name has collected. `address` is known after `layOut`. */
export class Section {
  readonly kind: SectionKind;
  address = 0;
  alignment: number;
  size = 0;
  #buffer = new Uint8Array(256);

  readonly #room: { bytes: number };

  /** `room` is what the sections of a program may still take together. */
  constructor(
    readonly name: string,
    room: { bytes: number },
  ) {
    this.#room = room;
    this.kind = kindOf(name);
    this.alignment = name === '.text' ? 4 : 1;
  }

  /** What the section holds so far; a .bss holds no bytes. */
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

  /** Little-endian, `size` bytes, over what was emitted at `offset`. Only the low bits of `value` count. */
  patch(offset: number, value: bigint, size: number): void {
    for (let index = 0; index < size; index += 1) {
      this.#buffer[offset + index] = Number((value >> BigInt(8 * index)) & 0xffn);
    }
  }

  /** The 2 or 4 bytes at `offset`, little-endian, unsigned. */
  read(offset: number, bytes: 2 | 4): number {
    const view = new DataView(this.#buffer.buffer);
    return bytes === 2 ? view.getUint16(offset, true) : view.getUint32(offset, true);
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
  }
}

/** Gives each section its address. Throws a SourceError when it does not fit there. */
export function layOut(sections: readonly Section[], origin: number): void {
  let address = origin;
  for (const kind of kinds) {
    const group = groupOf(sections, kind);
    address = alignUp(address, Math.max(1, ...group.map((section) => section.alignment)));
    if (kind === 'text' && group.length > 0 && address !== origin) {
      fault(
        `the origin ${hex(origin)} does not have the alignment that the text asks for: ${alignmentOf(group)} bytes`,
      );
    }
    const start = address;
    for (const section of group) {
      address = alignUp(address, section.alignment);
      section.address = address;
      address += section.size;
      if (address > 0x1_0000_0000) {
        fault(`${section.name} ends at ${hex(address)}, past the 32-bit address space`);
      }
    }
    if (kind !== 'bss' && address - start > MAX_IMAGE_BYTES) {
      fault(
        `the .${kind} sections span ${address - start} bytes with their alignment, more than ${MAX_IMAGE_BYTES}`,
      );
    }
  }
}

/** The segments of the image, one for each kind of section that is not empty. Call it when all bytes are final. */
export function segmentsOf(sections: readonly Section[]): Image['segments'] {
  return kinds.flatMap((kind) => {
    const group = groupOf(sections, kind).filter((section) => section.size > 0);
    const [first, last] = [group[0], group.at(-1)];
    if (first === undefined || last === undefined) {
      return [];
    }
    const memoryBytes = last.address + last.size - first.address;
    const bytes = new Uint8Array(kind === 'bss' ? 0 : memoryBytes);
    if (kind !== 'bss') {
      for (const section of group) {
        bytes.set(section.bytes, section.address - first.address);
      }
    }
    return [{ address: first.address, bytes, memoryBytes }];
  });
}

/**
 * The symbols that GNU ld defines for everyone: where text and data end, and what bss covers.
 * They are for a kernel that wants to know where its own memory ends.
 */
export function linkerSymbols(sections: readonly Section[], origin: number): ReadonlyMap<string, number> {
  const endOf = (kind: SectionKind): number =>
    Math.max(
      origin,
      ...sections.filter((s) => kinds.indexOf(s.kind) <= kinds.indexOf(kind)).map((s) => s.address + s.size),
    );
  const dataEnd = endOf('data');
  return new Map([
    ['_etext', endOf('text')],
    ['_edata', dataEnd],
    ['__bss_start', dataEnd],
    ['_end', alignUp(endOf('bss'), 4)],
  ]);
}

function kindOf(name: string): SectionKind {
  const kind = kinds.find((candidate) => name === `.${candidate}` || name.startsWith(`.${candidate}.`));
  return (
    kind ??
    fault(`unknown section '${name}': expected .text, .rodata, .data or .bss, or one of these with a suffix`)
  );
}

function groupOf(sections: readonly Section[], kind: SectionKind): Section[] {
  return sections.filter((section) => section.kind === kind);
}

function alignmentOf(group: readonly Section[]): number {
  return Math.max(...group.map((section) => section.alignment));
}

function alignUp(address: number, alignment: number): number {
  return Math.ceil(address / alignment) * alignment;
}

function hex(address: number): string {
  return `0x${address.toString(16)}`;
}
