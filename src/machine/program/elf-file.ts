/**
 * Access to the bytes of an ELF file and to the tables in it. ELF specification (TIS 1.2), chapter 1.
 * The file is not trusted: each offset is checked before it is used.
 */
import { ImageError } from './image.js';

/** The bytes of the file. Each read is checked against the end of the file. */
export class ElfFile {
  readonly bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  u16(offset: number): number {
    this.check(offset, 2);
    return this.#view.getUint16(offset, true);
  }

  u32(offset: number): number {
    this.check(offset, 4);
    return this.#view.getUint32(offset, true);
  }

  check(offset: number, size: number): void {
    if (offset + size > this.bytes.length) {
      const wanted = `it refers to byte ${offset + size} but has only ${this.bytes.length}`;
      throw new ImageError(`the ELF file is cut short or corrupt: ${wanted}`);
    }
  }
}

/** The offsets of all section headers. A file may have none. */
export function sections(file: ElfFile): number[] {
  return table(file, file.u32(32), file.u16(46), file.u16(48), 40);
}

/** The offsets of the entries of a table. ImageError if the table does not lie completely in the file. */
export function table(
  file: ElfFile,
  start: number,
  entryBytes: number,
  count: number,
  leastBytes: number,
): number[] {
  if (count === 0 || start === 0) {
    return [];
  }
  if (entryBytes < leastBytes) {
    throw new ImageError(
      `the ELF file is corrupt: the entries of a table have ${entryBytes} bytes, at least ${leastBytes} are needed`,
    );
  }
  file.check(start, entryBytes * count);
  return Array.from({ length: count }, (_, index) => start + index * entryBytes);
}

/** Throws an ImageError if `count` is more than `most`. */
export function limit(what: string, count: number, most: number): void {
  if (count > most) {
    throw new ImageError(`the ELF file has ${count} ${what}: at most ${most} are read`);
  }
}
