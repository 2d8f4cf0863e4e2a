/** Another design: it returns with the VMM's own frame in the shared-info page, in which it puts what the process goes on with. */
import { deskKernel } from '../../src/guests/index.js';
import type { PortedKernel } from '../../src/hypervisor/index.js';

const lines = deskKernel.split('\n');
const at = (start: string): number => lines.findIndex((line) => line.trim().startsWith(start));
const replace = (start: string, ...by: string[]) => {
  lines.splice(at(start), 1, ...by);
};

replace('csrw    stvec, a0');
replace('csrw    sscratch, a1', '        hypercall SET_CALLBACK');
replace('trap:   csrrw   sp, sscratch, sp', 'trap:');
replace('csrrw   t0, sscratch, sp', '        li      s2, SHARED + FRAME', '        lw      t0, 4(s2)');
replace('csrr    t0, sepc', '        lw      t0, 0(s2)');
replace('csrr    s0, scause', '        lw      s0, CAUSE - FRAME(s2)');
replace('interrupt:', 'interrupt:', '        sw      zero, PENDING - FRAME(s2)');
replace(
  'csrw    sepc, t0',
  '        li      t1, 1',
  '        sw      t1, F_ENABLED(sp)       # whoever goes on may be interrupted',
);
replace('lw      sp, F_SP(sp)', '        mv      a0, sp');
replace('sret', '        hypercall RETURN_TO');
replace('jal     print', '        hypercall CONSOLE_WRITE');

export const kernel: PortedKernel = lines.join('\n');
