/**
 * The socket of exercise 10: binary translation (lecture: Full Virtualization).
 *
 * On some machines critical instructions do not trap in user mode; they fail silently. So the VMM lets the hart fetch a copy of each page of
 * the guest's code, and the part edits this copy. Loads and stores of the guest go to its own page, so it never sees the edits.
 *
 * Wherever the guest enters the page, the hart must either do what the guest's own bytes say, or trap at that address (as an illegal
 * instruction or a breakpoint). After a trap at an edit, the VMM does what the guest's own bytes say.
 * (Adams and Agesen 2006, section 3; Robin and Irvine 2000.)
 */

/** The part. Is called with a page of code that is about to be executed, and returns what must be different in its copy. */
export type TranslatePart = (page: CodePage) => readonly Edit[];

/** Halfwords of a page of code. An instruction has one or two, and can begin at each. */
export const PAGE_HALFWORDS = 2048;

export interface CodePage {
  /** The guest's own bytes: PAGE_HALFWORDS numbers of 16 bits. What follows in the next page is not known. */
  readonly halfwords: readonly number[];
  /** Whether the machine executes this 32-bit instruction in user mode without a trap, but not as the guest's kernel expects. */
  failsSilently(word: number): boolean;
  /** Whether the instruction that begins at this halfword has trapped so often that it is worth a translation. */
  isHot(index: number): boolean;
  /**
   * The VMM keeps CSRs of the virtual hart in memory that a load or store relative to x0 reaches. This is the offset (-2048 … 2047) of the
   * word that a load may read in place of `csr`; undefined: there is none.
   */
  loadOffset(csr: number): number | undefined;
  /** The offset of the word that a store may write in place of `csr`; undefined: there is none, since a write does more than store. */
  storeOffset(csr: number): number | undefined;
}

/** The copy of the page has this halfword at this index. */
export interface Edit {
  readonly index: number;
  readonly halfword: number;
}
