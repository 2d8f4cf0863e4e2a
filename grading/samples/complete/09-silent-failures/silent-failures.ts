/** The reference: every named CSR is read and written in user mode, and the instructions that only a kernel needs are tried. */
import { Csr, MSTATUS_TW, type CsrName } from '../../src/machine/index.js';
import type {
  HowItFails,
  SilentFailure,
  SilentFailuresPart,
  UnknownMachine,
} from '../../src/hypervisor/index.js';

const csrNames = Object.keys(Csr) as CsrName[];

/** Everything that is tried: its name, the instruction, and how it fails if it does not trap. */
const subjects: readonly (readonly [name: string, instruction: string, how: HowItFails])[] = [
  // One form that only reads, and one that only writes: an access that does both passes only where both do.
  ...csrNames.map((csr) => [`read ${csr}`, `csrrs a0, ${csr}, zero`, 'leaks'] as const),
  ...csrNames.map((csr) => [`write ${csr}`, `csrrw zero, ${csr}, a1`, 'dropped'] as const),
  ['sret', 'sret', 'mode kept'],
  ['mret', 'mret', 'mode kept'],
  ['sfence.vma', 'sfence.vma', 'no effect'],
  ['wfi', 'wfi', 'no effect'],
];

/** With these, what the specification allows to complete in user mode traps: a counter must be enabled in both registers. */
const allShut = { [Csr.mstatus]: MSTATUS_TW, [Csr.scounteren]: 0 };

function survey(machine: UnknownMachine) {
  const failures: SilentFailure[] = [];
  const legal: string[] = [];
  for (const [name, instruction, how] of subjects) {
    if (machine.attempt({ instruction }).trap !== undefined) {
      continue;
    }
    if (machine.attempt({ instruction, csrs: allShut }).trap === undefined) {
      failures.push({ instruction: name, how });
    } else {
      legal.push(name);
    }
  }
  return { failures, legal };
}

/** Writes a value to each register that may leak and reads it back. In a VM the write reaches the virtual register, if any. */
const redPill = String.raw`
        csrw    stvec, zero
        csrr    t0, stvec               # the VMM's own vector?
        bnez    t0, in_vm
        li      t1, 0x80000100
        csrw    stvec, t1
        csrr    t0, stvec
        bne     t0, t1, in_vm
        csrr    t0, satp                # this kernel has not switched paging on
        bnez    t0, in_vm
        li      t1, 5
        csrw    scause, t1
        csrr    t0, scause
        bne     t0, t1, in_vm
        li      t1, 0x222
        csrw    sie, t1                 # SIE of sstatus stays off: no interrupt comes
        csrr    t0, sie
        bne     t0, t1, in_vm
        csrsi   sip, 2                  # the software interrupt becomes pending
        csrr    t0, sip
        andi    t0, t0, 2
        beqz    t0, in_vm
        li      t1, 1 << 18             # SUM
        csrs    sstatus, t1
        csrr    t0, sstatus
        and     t0, t0, t1
        beqz    t0, in_vm
        li      a0, 'b'
        j       print
in_vm:  li      a0, 'v'
print:  li      a7, 1                   # print a character (a legacy SBI call)
        ecall
        li      a7, 8                   # shut down
        ecall
`;

export const silentFailures: SilentFailuresPart = { survey, redPill };
