/** Exercise 16, begun: it runs, and prints a character at a time. */
import { deskKernel } from '../../src/guests/index.js';
import type { PortedKernel } from '../../src/hypervisor/index.js';

export const kernel: PortedKernel = deskKernel
  .replace('        csrw    stvec, a0\n', '')
  .replace('        csrw    sscratch, a1\n', '        hypercall SET_CALLBACK\n')
  .replace('trap:   csrrw   sp, sscratch, sp', 'trap:  ')
  .replace('        csrrw   t0, sscratch, sp', '        li      s1, SHARED\n        lw      t0, FRAME + 4(s1)')
  .replace('        csrr    t0, sepc', '        lw      t0, FRAME_PC(s1)')
  .replace('        csrr    s0, scause', '        lw      s0, CAUSE(s1)')
  .replace('interrupt:\n', 'interrupt:\n        sw      zero, PENDING(s1)\n')
  .replace('        csrw    sepc, t0\n', '')
  .replace('        lw      sp, F_SP(sp)\n        sret\n', '        mv      a0, sp\n        hypercall RETURN_TO\n')
  .replace('        .word   \\entry, \\stack, 0, 0, 0, 0, 0', '        .word   \\entry, \\stack, 0, 0, 0, 0, 1');
