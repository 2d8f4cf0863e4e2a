/** A program as it is loaded: from an ELF file, or from the assembler. */
export interface Image {
  /** Physical address of the first instruction. */
  readonly entry: number;
  readonly segments: readonly Segment[];
  /** Values of the program's symbols, unsigned. */
  readonly symbols: Readonly<Record<string, number>>;
}

/** A part of it that lies in one piece. */
export interface Segment {
  /** Physical address of the first byte. */
  readonly address: number;
  readonly bytes: Uint8Array;
  /** How much memory it occupies; what `bytes` does not fill is zero. */
  readonly memoryBytes: number;
}

/** A program that cannot be loaded. The message is one line: what is wrong, and how to mend it where that helps. */
export class ImageError extends Error {
  override readonly name = 'ImageError';
}
