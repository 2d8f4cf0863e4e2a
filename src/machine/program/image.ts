/** A program that is ready to be loaded. It comes from an ELF file or from the assembler. */
export interface Image {
  /** Physical address of the first instruction. */
  readonly entry: number;
  readonly segments: readonly Segment[];
  /** The values of its symbols, unsigned. */
  readonly symbols: Readonly<Record<string, number>>;
}

/** A contiguous piece of a program. */
export interface Segment {
  /** Physical address of the first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  /** How much memory it occupies. The memory after `bytes` is filled with zeros. */
  readonly memoryBytes: number;
}

/** A program cannot be loaded. The message is one line. It says what is wrong and, if that helps, how to fix it. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
