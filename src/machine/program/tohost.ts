/**
 * The 64-bit word `tohost`, by which a test program tells the simulator something, as on Spike ("HTIF"). An odd number ends the run;
 * a command for device 1 prints a character. It is in no specification, but riscv-tests use it.
 */
import type { Memory } from '../memory/index.js';

// The upper half of a 64-bit command: device 1, command 1, "write the byte in the lower half to the console".
const PUT_CHARACTER = 0x0101;
// A 32-bit program stores the lower half first. It may store the upper half this many instructions later.
const INSTRUCTIONS_BETWEEN_HALVES = 8;
const NOTHING_STORED = Infinity;

/** The offset for a program without this word. No store can hit the 8 bytes that start there. */
export const NOTHING_WATCHED = -8;

export class Tohost {
  /** The offset of the word in RAM. */
  offset = NOTHING_WATCHED;
  /** Instructions until the lower half counts without the upper one, if it seems to end the run. */
  #patience: number = NOTHING_STORED;
  readonly #memory: Memory;
  readonly #print: (byte: number) => void;

  constructor(memory: Memory, print: (byte: number) => void) {
    this.#memory = memory;
    this.#print = print;
  }

  watch(offset: number): void {
    this.offset = offset;
    this.#patience = NOTHING_STORED;
  }

  /** `look` must be called again after at most this many instructions. */
  get patience(): number {
    return this.#patience;
  }

  /**
   * Call this after each store to the word (`hit`), and when the patience is used up: `attempts` instructions were tried since the last
   * call. Returns the exit code if the program has ended.
   */
  look(hit: boolean, attempts: number): number | undefined {
    if (this.offset < 0) {
      return undefined;
    }
    const { words, base } = this.#memory;
    const lower = words[this.offset >> 2]!;
    const isCharacter = words[(this.offset >> 2) + 1]! >>> 16 === PUT_CHARACTER;
    if (isCharacter) {
      this.#print(lower & 0xff);
      this.#memory.write32(base + this.offset, 0); // this tells the program that it may send the next character
      this.#memory.write32(base + this.offset + 4, 0);
    }
    const ends = !isCharacter && (lower & 1) !== 0;
    if (!ends) {
      this.#patience = NOTHING_STORED;
      return undefined;
    }
    const first = this.#patience === NOTHING_STORED;
    this.#patience = first ? INSTRUCTIONS_BETWEEN_HALVES : hit ? 0 : Math.max(this.#patience - attempts, 0);
    return this.#patience === 0 ? lower >>> 1 : undefined;
  }
}
