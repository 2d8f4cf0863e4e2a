/**
 * What the machine needs from an engine, which executes a hart's instructions. The only engine is the interpreter. A
 * translator (to WebAssembly, say) would be another, and leave to the interpreter what it does not translate. It could
 * rely on this:
 *
 * - All state is in one buffer: RAM, then the registers, CSRs and lookasides of each hart (hart.ts). Only values that are
 *   derived from this state are elsewhere, and refreshContext() brings them up to date.
 * - Code is decoded in pages of 4 KiB, and cells that follow one another without a jump form a block (code-pages.ts). A
 *   store to a page makes what was made of it invalid; each store to a page with decoded code is reported to CodePages.
 * - A load or store whose page is in the current lookaside is a plain access to RAM. All others go through data-access.ts.
 */
import type { Hart } from '../hart/index.js';

export interface Engine {
  /**
   * Makes at most `limit` attempts to execute an instruction and returns how many it made. It returns early after an
   * instruction that ends the slice (hart.endsSlice). Either the instruction raised an exception: then hart.trapCause is
   * set and hart.pc is the address of this instruction. Or the caller must check for changes, such as a new interrupt:
   * then hart.pc is the address of the next instruction.
   */
  execute(hart: Hart, limit: number): number;
}
