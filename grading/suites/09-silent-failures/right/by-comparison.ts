/** Another design: what an instruction does in machine mode says whether it is sensitive; a class, and maps of what was found. */
import { Csr, csrName, instructionTable, Mode } from '../../src/machine/index.js';
import type { HowItFails, SilentFailuresPart, Survey, UnknownMachine } from '../../src/hypervisor/index.js';

const numbers = Object.values(Csr);
const MARK = 0xdead_0000;

class Surveyor {
  readonly #machine: UnknownMachine;
  readonly #found = new Map<string, HowItFails>();
  readonly #legal = new Set<string>();

  constructor(machine: UnknownMachine) {
    this.#machine = machine;
  }

  survey(): Survey {
    for (const number of numbers) {
      this.#judge(`read ${csrName(number)}`, `csrrc a0, ${number}, zero`, () => 'leaks');
      this.#judge(`write ${csrName(number)}`, `csrrwi zero, ${number}, 31`, () => 'dropped');
    }
    for (const { name } of instructionTable.filter(
      ({ format }) => format === 'none' || format === 'sfence',
    )) {
      this.#judge(name, name, (before) => this.#kindOf(name, before));
    }
    const failures = [...this.#found].map(([instruction, how]) => ({ instruction, how }));
    return { failures, legal: [...this.#legal] };
  }

  /** With everything in the registers that can be switched, it either traps or fails. */
  #judge(name: string, instruction: string, kind: (pc: number) => HowItFails | undefined): void {
    const registers = { 10: MARK };
    const { trap, pc } = this.#machine.attempt({ instruction, registers });
    if (trap !== undefined) {
      return;
    }
    const shut = { [Csr.mcounteren]: 0, [Csr.scounteren]: 0, [Csr.mstatus]: 1 << 21 };
    if (this.#machine.attempt({ instruction, registers, csrs: shut }).trap !== undefined) {
      this.#legal.add(name);
      return;
    }
    const how = kind(pc);
    if (how !== undefined) {
      this.#found.set(name, how);
    }
  }

  /** Undefined: it does in machine mode what it does in user mode. */
  #kindOf(instruction: string, pc: number): HowItFails | undefined {
    const inMachineMode = this.#machine.attempt({
      instruction,
      mode: Mode.Machine,
      csrs: { [Csr.mstatus]: 0, [Csr.mepc]: 0x8000_0200, [Csr.sepc]: 0x8000_0200 },
    });
    if (inMachineMode.mode !== Mode.Machine) {
      return 'mode kept';
    }
    return inMachineMode.fenced || inMachineMode.asleep || pc !== inMachineMode.pc ? 'no effect' : undefined;
  }
}

/** A macro for each register: write, read back, compare. */
const redPill = `
        .macro  same csr, value
        li      s1, \\value
        csrw    \\csr, s1
        csrr    s2, \\csr
        bne     s1, s2, vm
        .endm

        csrr    s0, satp
        bnez    s0, vm
        same    sie, 0x22
        same    sie, 0x200
        same    scause, 0x1234
        same    scause, 7
        same    stvec, 0x80000040
        same    stvec, 0x80000800
        same    sstatus, 0x40000
        same    sstatus, 0x80000
        same    sip, 2
        same    sip, 0
        li      a0, 'b'
        j       end
vm:     li      a0, 'v'
end:    li      a7, 1
        ecall
        li      a7, 8
        ecall
`;

export const silentFailures: SilentFailuresPart = {
  survey: (machine) => new Surveyor(machine).survey(),
  redPill,
};
