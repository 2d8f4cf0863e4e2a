// Tries everything again with all switches shut, and takes the instructions without a CSR from the table; other forms of the accesses.
import type { HowItFails, SilentFailure, SilentFailuresPart } from '../../src/hypervisor/index.js';
import { Csr, instructionTable, Mode, type CsrName } from '../../src/machine/index.js';

const switches: Readonly<Record<number, number>> = {
  [Csr.mstatus]: 1 << 21,
  [Csr.mcounteren]: 0,
  [Csr.scounteren]: 0,
};

export const silentFailures: SilentFailuresPart = {
  survey(machine) {
    const accesses = (Object.keys(Csr) as CsrName[]).flatMap((csr): [string, string, HowItFails][] => [
      [`read ${csr}`, `csrrci t0, ${csr}, 0`, 'leaks'],
      [`write ${csr}`, `csrrwi x0, ${csr}, 0`, 'dropped'],
    ]);
    const plain = instructionTable
      .filter(({ format, match }) => (match & 0x7f) === 0x73 && (format === 'none' || format === 'sfence'))
      .filter(({ name }) => name !== 'ecall' && name !== 'ebreak')
      .map(({ name }): [string, string, HowItFails] => {
        const { mode } = machine.attempt({ instruction: name, mode: Mode.User });
        return [name, name, name.endsWith('ret') && mode === Mode.User ? 'mode kept' : 'no effect'];
      });
    const done = [...accesses, ...plain].filter(
      ([, instruction]) => machine.attempt({ instruction }).trap === undefined,
    );
    const [legal, failures] = [[] as string[], [] as SilentFailure[]];
    for (const [name, instruction, how] of done) {
      if (machine.attempt({ instruction, csrs: switches }).trap === undefined) {
        failures.push({ instruction: name, how });
      } else {
        legal.push(name);
      }
    }
    return { failures, legal };
  },
  redPill: String.raw`

        # Each CSR gets two values. What reads the same after both is a register of the machine.
        li      s0, 0
        li      s1, 0x80000004
        li      s2, 0x80000100
        csrw    stvec, s1
        csrr    t0, stvec
        csrw    stvec, s2
        csrr    t1, stvec
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        csrw    scause, s1
        csrr    t0, scause
        csrw    scause, s2
        csrr    t1, scause
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        li      s2, 0x00400000      # ASID 1, paging off
        csrw    satp, s2
        csrr    t0, satp
        csrw    satp, zero
        csrr    t1, satp
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        li      s2, 0x2
        csrw    sie, s2
        csrr    t0, sie
        csrw    sie, zero
        csrr    t1, sie
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        csrs    sip, s2
        csrr    t0, sip
        csrc    sip, s2
        csrr    t1, sip
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        li      s2, 0x100
        csrs    sstatus, s2
        csrr    t0, sstatus
        csrc    sstatus, s2
        csrr    t1, sstatus
        xor     t0, t0, t1
        seqz    t0, t0
        or      s0, s0, t0
        li      a0, 'b'
        beqz    s0, 1f
        li      a0, 'v'
1:      li      a7, 1
        ecall
        li      a7, 8
        ecall
`,
};
