/**
 * What things cost, in cycles of an imagined single-issue, in-order machine. It is a published model, not a
 * measurement: what may be compared with the literature is order and ratio, never the cycles themselves. Where a number says
 * "chosen", no source gives it, and only its order of magnitude is meant.
 */
import type { CostTable } from './csr/index.js';

/** The published table, which a machine has unless it is given another. */
export const costs: CostTable = {
  // The unit: one instruction a cycle, the peak rate that SiFive states for its E31 core (FE310-G000 Manual, section 3.3;
  // the 2 cycles of a load, 5 of MUL and 2 to 33 of DIV that it gives there are not modelled).
  instruction: 1,

  // Chosen: a trap empties the pipeline, redirects the fetch and finds the handler cold; ten stages' worth of
  // work. The handler's own instructions are counted as instructions.
  trap: 10,

  // A TLB's miss penalty is 10 to 30 cycles (University of Washington, CSE 378, autumn 2000, lecture 28, slide 3).
  tlbMiss: 30,

  // DRAM takes about 50 ns to answer and 100 ns until it can answer again (Dowd and Severance, High Performance Computing, on
  // access time and cycle time): 100 cycles of a processor at 1 GHz.
  cacheMiss: 100,

  // Chosen: an uncached access crosses the interconnect to a slow peripheral and stalls an in-order core for
  // the round trip; about two memory accesses.
  deviceAccess: 200,

  // A few hundred to a few thousand cycles for each of VM exit and VM entry, on processors with VT-x and SVM
  // (AnandTech, "Hardware Virtualization: the Nuts and Bolts", page 9); about 1,000 each way.
  worldSwitch: 2000,

  // 432 cycles for getpid() through SYSENTER (Linux Journal, article 6516 on Kernel Mode Linux, table 2).
  hostSystemCall: 500,
};
