/**
 * What executes a hart's instructions. There is one engine, the interpreter; a translator (to WebAssembly, say) would
 * be another, with the interpreter behind it for what it does not translate. What it can build on:
 *
 * - All state is in the machine's one buffer: RAM, then for each hart its registers, CSRs and lookasides (hart.ts).
 *   Only what is
 *   derived from them lies elsewhere, and refreshContext() brings it up to date.
 * - Code comes in pages of 4 KiB, and within a page a straight run of cells is a block (code-pages.ts). What was made of a page
 *   is void as soon as the page is written to: CodePages is told, by every store to a page that it holds.
 * - A load or store whose page is in the current lookaside is a plain access to RAM; all others go through data-access.ts.
 */
import type { Hart } from '../hart/index.js';

export interface Engine {
  /**
   * Makes at most `limit` attempts to execute an instruction and returns how many it made. Ends early behind an
   * instruction that ends the slice (hart.endsSlice): by an exception (hart.trapCause is set, hart.pc is the instruction's
   * address), or because the caller must look around after it (hart.pc is the next instruction's).
   */
  execute(hart: Hart, limit: number): number;
}
