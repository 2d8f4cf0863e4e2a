/**
 * The word `tohost` of an ELF file, by which test programs speak to whoever runs them, as on Spike (its "HTIF"): an odd
 * number ends the run, and a command for device 1 prints a character. No specification has it; riscv-tests use it.
 */
import type { Memory } from '../memory/index.js';

// The upper half of a 64-bit command: device 1, command 1, "write the byte in the lower half to the console".
const PUT_CHARACTER = 0x0101;
// A 32-bit program stores the halves one after the other, the lower first: so long the upper one may take to come.
const INSTRUCTIONS_BETWEEN_HALVES = 8;

/** The offset where a program has no such word: no store is within 8 bytes of it. */
export const NOTHING_WATCHED = -8;

export class Tohost {
  /** Offset in RAM. */
  offset = NOTHING_WATCHED;
  #halfSeen = false;
  readonly #memory: Memory;
  readonly #print: (byte: number) => void;

  constructor(memory: Memory, print: (byte: number) => void) {
    this.#memory = memory;
    this.#print = print;
  }

  watch(offset: number): void {
    this.offset = offset;
    this.#halfSeen = false;
  }

  /** After so many instructions at most the word wants to be looked at again. */
  get patience(): number {
    return this.#halfSeen ? INSTRUCTIONS_BETWEEN_HALVES : Infinity;
  }

  /** To be called after each store there. The exit code, if the program has ended. */
  look(): number | undefined {
    if (this.offset < 0) {
      return undefined;
    }
    const { words, base } = this.#memory;
    const lower = words[this.offset >> 2]!;
    const isCharacter = words[(this.offset >> 2) + 1]! >>> 16 === PUT_CHARACTER;
    if (isCharacter) {
      this.#print(lower & 0xff);
      this.#memory.write32(base + this.offset, 0); // what tells the program that it may send the next
      this.#memory.write32(base + this.offset + 4, 0);
    }
    const ends = !isCharacter && (lower & 1) !== 0;
    const certain = ends && this.#halfSeen;
    this.#halfSeen = ends;
    return certain ? lower >>> 1 : undefined;
  }
}
