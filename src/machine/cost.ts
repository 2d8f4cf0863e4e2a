/**
 * The costs of events, in cycles of an imagined machine that is in-order and single-issue. This is a published model, not a
 * measurement: compare orders and ratios with the literature, never the cycles themselves. Where a number says "chosen", no
 * source gives it, and only its order of magnitude matters.
 */
import type { CostTable } from './csr/index.js';

/** The published table. A machine uses it unless it is given another. */
export const costs: CostTable = {
  // The unit: one instruction per cycle, the peak rate that SiFive states for its E31 core (FE310-G000 Manual, section 3.3).
  // Not modelled: the manual also gives 2 cycles for a load, 5 for MUL, and 2 to 33 for DIV.
  instruction: 1,

  // Chosen: a trap empties the pipeline, redirects the fetch and finds the handler cold. That is the work of ten pipeline
  // stages. The instructions of the handler are counted as instructions.
  trap: 10,

  // The miss penalty of a TLB is 10 to 30 cycles (University of Washington, CSE 378, autumn 2000, lecture 28, slide 3).
  tlbMiss: 30,

  // DRAM takes about 50 ns to answer, and 100 ns until it can answer again (Dowd and Severance, High Performance Computing,
  // on access time and cycle time). That is 100 cycles of a processor at 1 GHz.
  cacheMiss: 100,

  // Chosen: an uncached access crosses the interconnect to a slow peripheral, and an in-order core waits for the answer. It
  // costs about as much as two memory accesses.
  deviceAccess: 200,

  // A VM exit and a VM entry take a few hundred to a few thousand cycles each, on processors with VT-x and SVM
  // (AnandTech, "Hardware Virtualization: the Nuts and Bolts", page 9). The table has about 1,000 for each.
  worldSwitch: 2000,

  // getpid() through SYSENTER takes 432 cycles (Linux Journal, article 6516 on Kernel Mode Linux, table 2).
  hostSystemCall: 500,
};
