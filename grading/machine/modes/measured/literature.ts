/** What others have measured on real machines, beside which our relations are held. */

/** Cycles of nanobenchmarks: Adams and Agesen, A Comparison of Software and Hardware Techniques for x86 Virtualization, ASPLOS 2006. */
export const adamsAgesen = {
  source: 'Adams and Agesen 2006, cycles on a Pentium 4',
  columns: ['native', 'translated', 'VT-x'],
  /** Our operation, theirs, and their cycles. */
  rows: [
    ['syscall', 'syscall', [242, 2308, 246]],
    ['device read', 'in', [3209, 216, 15826]],
    ['interrupt mask', 'cr8wr', [150, 35, 177]],
    ['call and return', 'call/ret', [11, 51, 11]],
    ['page fault', 'pgfault', [1093, 3927, 11242]],
    ['exception', 'divzero', [889, 3223, 1014]],
    ['page-table change', 'ptemod', [1, 391, 12733]],
  ],
  /** Ways to read the time stamp counter under a VMM. */
  clockRead: { byTrap: 2030, byCallout: 1254, inTranslationCache: 216 },
} as const satisfies {
  readonly rows: readonly (readonly [string, string, readonly number[]])[];
  readonly [more: string]: unknown;
};

/** lmbench in microseconds: Barham et al., Xen and the Art of Virtualization, SOSP 2003, tables 3 to 5. */
export const barham = {
  source: 'Barham et al. 2003, microseconds on a Xeon',
  columns: ['Linux', 'Xen', 'VMware', 'UML'],
  /** The line of our `bench`, theirs, and their times. */
  rows: [
    ['null_call', 'null call', [0.45, 0.46, 0.73, 24.7]],
    ['fork_exit', 'fork', [110, 198, 874, 21_000]],
    ['fork_exec', 'exec', [530, 768, 2_300, 33_000]],
    ['context_switch', 'context switch', [0.77, 1.97, 18.1, 15.5]],
    ['memory_growth', 'mmap', [68, 139, 620, 1_400]],
    ['page_fault', 'page fault', [1.42, 2.73, 12.4, 26.3]],
  ],
} as const satisfies {
  readonly rows: readonly (readonly [string, string, readonly number[]])[];
  readonly [more: string]: unknown;
};
