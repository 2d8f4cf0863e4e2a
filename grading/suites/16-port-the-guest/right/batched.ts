/** Another design: a line of the console goes out in the loop's place, the timer by a hypercall, and the shared-info page has a register in each use. */
import { deskKernel } from '../../src/guests/index.js';
import type { PortedKernel } from '../../src/hypervisor/index.js';

const ported = new Map<RegExp, string>([
  [/^ +csrw +stvec, a0\n/m, ''],
  [/^ +csrw +sscratch, a1\n/m, '        hypercall SET_CALLBACK\n'],
  [/^trap: .*$/m, 'trap:'],
  [/^ +csrrw +t0, sscratch, sp.*$/m, '        lui     t6, SHARED >> 12\n        lw      t0, FRAME + 4(t6)'],
  [/^ +csrr +t0, sepc.*$/m, '        lw      t0, FRAME_PC(t6)'],
  [/^ +csrr +s0, scause.*$/m, '        lw      s0, CAUSE(t6)'],
  [/^interrupt:$/m, 'interrupt:\n        sw      zero, PENDING(t6)'],
  [/^ +csrw +sepc, t0\n/m, ''],
  [/^ +lw +sp, F_SP\(sp\)\n +sret$/m, '        mv      a0, sp\n        hypercall RETURN_TO'],
  [/^ +\.word +\\entry, .*$/m, '        .word   \\entry, \\stack, 0, 0, 0, 0, 1'],
  [/^ +li +a7, SBI_SET_TIMER\n +ecall$/m, '        hypercall SET_TIMER'],
  [/^ +jal +print$/m, '        hypercall CONSOLE_WRITE'],
]);

export const kernel: PortedKernel = [...ported].reduce(
  (text, [from, to]) => text.replace(from, () => to),
  deskKernel,
);
