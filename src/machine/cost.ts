/**
 * What things cost, in cycles of an imagined single-issue, in-order machine. It is a published model, not a
 * measurement: what may be compared with the literature is order and ratio, never the cycles themselves. Where a number says
 * "chosen", no source gives it, and only its order of magnitude is meant.
 */
export interface CostTable {
  /** Any attempt to execute an instruction. */
  readonly instruction: number;
  /** Hardware's part of entering a trap handler, interrupts included. */
  readonly trap: number;
  /** Looking up a translation that the TLB does not hold. */
  readonly tlbMiss: number;
  /** An access that the cache does not hold. */
  readonly cacheMiss: number;
  /** A load or store that a device answers; an SBI console byte too. */
  readonly deviceAccess: number;
  /** From a guest into the VMM and back into a guest. Charged by the VMM. */
  readonly worldSwitch: number;
  /** A system call that a hosted VMM makes to its host. Charged by the VMM. */
  readonly hostSystemCall: number;
}

export const costs: CostTable = {
  // The unit. A classic five-stage pipeline completes one instruction a cycle at best, as SiFive states for its E31
  // (FE310-G000 Manual, section 3.3, which also gives 2 cycles to a load, 5 to MUL and 2 to 33 to DIV: not modelled)
  // (Hennessy and Patterson, Computer Architecture: A Quantitative Approach, appendix C).
  instruction: 1,

  // Chosen: a trap empties the pipeline, redirects the fetch and finds the handler cold; ten stages' worth of
  // work. The handler's own instructions are counted as instructions.
  trap: 10,

  // Patterson and Hennessy, Computer Organization and Design, section 5.7: a TLB's miss penalty is typically
  // 10 to 100 cycles. Two levels of page table at about 15 cycles each, mostly from the second-level cache.
  tlbMiss: 30,

  // Chosen: main memory answers in 50 to 100 ns, so about 100 cycles of a 1 to 2 GHz core
  // (same book, section 5.1, gives 50 to 70 ns for DRAM itself).
  cacheMiss: 100,

  // Chosen: an uncached access crosses the interconnect to a slow peripheral and stalls an in-order core for
  // the round trip; about two memory accesses.
  deviceAccess: 200,

  // Adams and Agesen, A Comparison of Software and Hardware Techniques for x86 Virtualization (ASPLOS 2006),
  // table 1: on a Core 2, leaving a guest by a page fault takes 1,186 cycles and entering it again 937; in round numbers.
  worldSwitch: 2000,

  // Chosen: a system call is a trap, saving and restoring the user's registers, and the kernel's dispatch: several
  // hundred cycles on the processors of the same paper, a quarter of a world switch.
  hostSystemCall: 500,
};
