/** Another design: from the list of the holes that there can be, each tried by one generator; the switches are read, not turned. */
import { allHoles, Csr, MSTATUS_TW } from '../../src/machine/index.js';
import type { SilentFailure, SilentFailuresPart, UnknownMachine } from '../../src/hypervisor/index.js';

const kinds = { read: 'leaks', write: 'dropped', sret: 'mode kept', mret: 'mode kept' } as const;

function* failuresOf(machine: UnknownMachine): Generator<SilentFailure> {
  for (const hole of allHoles) {
    const [what, csr] = hole.split('-') as [string, string | undefined];
    const instruction =
      csr === undefined ? what : what === 'read' ? `csrrsi t0, ${csr}, 0` : `csrrc zero, ${csr}, t1`;
    if (machine.attempt({ instruction }).trap === undefined) {
      yield {
        instruction: csr === undefined ? what : `${what} ${csr}`,
        how: kinds[what as keyof typeof kinds] ?? 'no effect',
      };
    }
  }
}

export const silentFailures: SilentFailuresPart = {
  survey(machine) {
    const failures = [...failuresOf(machine)];
    machine.attempt({ instruction: 'add t0, t1, t2' });
    const enabled = machine.readCsr(Csr.mcounteren) & machine.readCsr(Csr.scounteren);
    const legal = ['cycle', 'time', 'instret'].flatMap((name, bit) =>
      (enabled >> bit) & 1 ? [`read ${name}h`, `read ${name}`] : [],
    );
    if (!(machine.readCsr(Csr.mstatus) & MSTATUS_TW)) {
      legal.unshift('wfi');
    }
    return { failures, legal };
  },

  redPill: String.raw`
        li      a0, 'v'
        csrr    t0, satp
        bnez    t0, tell
        la      t1, tell
        csrw    stvec, t1
        csrr    t0, stvec
        sub     t0, t0, t1
        csrwi   scause, 9
        csrr    t2, scause
        addi    t2, t2, -9
        or      t0, t0, t2
        li      t1, 0x20
        csrs    sie, t1
        csrr    t2, sie
        xor     t2, t2, t1
        or      t0, t0, t2
        csrwi   sip, 2
        csrr    t2, sip
        andi    t2, t2, 2
        xori    t2, t2, 2
        or      t0, t0, t2
        li      t1, 1 << 19
        csrs    sstatus, t1
        csrr    t2, sstatus
        and     t2, t2, t1
        xor     t2, t2, t1
        or      t0, t0, t2
        bnez    t0, tell
        li      a0, 'b'
        .balign 4
tell:   li      a7, 1
        ecall
        li      a7, 8
        ecall
`,
};
