/**
 * The reference: ten lines of the kernel are others. Its own frame is laid out as the VMM's return frame, so ReturnTo takes it as it is;
 * what the VMM has saved at a trap is taken from the shared-info page.
 */
import { deskKernel } from '../../src/guests/index.js';
import type { PortedKernel } from '../../src/hypervisor/index.js';

/** A change of consecutive lines of the kernel: what they are, and what they become. */
type Change = readonly [before: string, after: string];

const changes: readonly Change[] = [
  // The callback: traps go to `trap`, and sp is at the frame then.
  [
    `        csrw    stvec, a0
        la      a1, frame               # and find the frame in sscratch
        csrw    sscratch, a1
`,
    `        la      a1, frame               # and find the frame in sscratch
        hypercall SET_CALLBACK
`,
  ],
  // At a trap sp is at the frame already, and all other registers are the process's.
  [
    `trap:   csrrw   sp, sscratch, sp        # sp: the frame; sscratch: the process's sp
`,
    `trap:
`,
  ],
  [
    `        csrrw   t0, sscratch, sp        # the process's sp; and sscratch is as the next trap needs it
`,
    `        li      s1, SHARED              # the VMM has told there what it has saved
        lw      t0, FRAME + 4(s1)       # the process's sp
`,
  ],
  [`        csrr    t0, sepc                # where`, `        lw      t0, FRAME_PC(s1)        # where`],
  [`        csrr    s0, scause              # and`, `        lw      s0, CAUSE(s1)           # and`],
  // The way out: the VMM restores from the frame what a hypercall needs for itself.
  [
    `        csrw    sepc, t0
`,
    ``,
  ],
  [
    `        lw      sp, F_SP(sp)
        sret
`,
    `        mv      a0, sp
        hypercall RETURN_TO
`,
  ],
  // The timer's event is pending until the kernel clears it.
  [
    `interrupt:
`,
    `interrupt:
        sw      zero, PENDING(s1)
`,
  ],
  // A process may be interrupted.
  [`        .word   \\entry, \\stack, 0, 0, 0, 0, 0`, `        .word   \\entry, \\stack, 0, 0, 0, 0, 1`],
  // One call for a line, not one for each character.
  [
    `        jal     print
`,
    `        hypercall CONSOLE_WRITE
`,
  ],
];

export const kernel: PortedKernel = changes.reduce((text, [before, after]) => {
  if (text.split(before).length !== 2) {
    throw new Error(`these lines do not stand in the kernel exactly once: ${before}`);
  }
  return text.replace(before, () => after);
}, deskKernel);
