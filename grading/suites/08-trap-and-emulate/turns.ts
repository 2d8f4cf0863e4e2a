/**
 * Two vCPUs that take turns with one part: what one of them has done must not show in the other, nor get lost when its turn comes
 * again. Each situation names the whole effect of every turn.
 */
import { encode } from '../../../src/assembler/index.js';
import {
  advance,
  inject,
  jumpTo,
  supervisorCsrs,
  type Effect,
  type VcpuState,
} from '../../../src/hypervisor/index.js';
import { Cause, Csr, Mode } from '../../../src/machine/index.js';
import { effect, type SupervisorCsr } from './tables.js';

export interface InTurns {
  readonly vcpus: readonly VcpuState[];
  readonly turns: readonly (readonly [vcpu: number, word: number, expected: Effect])[];
}

const [T0, T1] = [5, 6];
const { Supervisor: S, User: U } = Mode;
const illegal = (word: number) => effect(inject(Cause.IllegalInstruction, word));

/** What each of two kernels finds in a CSR and then writes: values that every bit of may be written, for this is not about bits. */
const values: Readonly<Record<SupervisorCsr, readonly [Swap, Swap]>> = {
  sstatus: [swap(0x20, 0x4_0020), swap(0x100, 0x102)],
  sie: [swap(0x2, 0x20), swap(0x22, 0x200)],
  sip: [swap(0x20, 0x22), swap(0x22, 0x20)],
  stvec: [swap(0x8000_0100, 0x8000_0200), swap(0x8000_0300, 0x8000_0400)],
  scounteren: [swap(1, 2), swap(4, 7)],
  senvcfg: [swap(0, 1), swap(1, 0)],
  sscratch: [swap(1, 2), swap(3, 4)],
  sepc: [swap(0x8000_0100, 0x8000_0200), swap(0x8000_0300, 0x8000_0400)],
  scause: [swap(8, 2), swap(5, 12)],
  stval: [swap(1, 2), swap(3, 4)],
  satp: [swap(0x8008_0001, 0x8008_0002), swap(0x8008_0003, 0x8008_0004)],
};

interface Swap {
  readonly finds: number;
  readonly writes: number;
}

function swap(finds: number, writes: number): Swap {
  return { finds, writes };
}

/** Each kernel swaps its CSR with a value of its own; then both read. And while one does, the other runs a process. */
function eachItsOwn(csr: SupervisorCsr): InTurns[] {
  const swaps = encode('csrrw', { rd: T0, imm: Csr[csr], rs1: T1 });
  const reads = encode('csrrs', { rd: T0, imm: Csr[csr], rs1: 0 });
  const [a, b] = values[csr];
  const state = ({ finds, writes }: Swap) => ({
    mode: S,
    registers: { [T0]: 0xaaaa_aaaa, [T1]: writes },
    csrs: { [csr]: finds },
  });
  const swapped = ({ finds, writes }: Swap) =>
    effect(advance(), { t0: finds, [csr]: writes }, csr === 'satp');
  const read = ({ writes }: Swap) => effect(advance(), { t0: writes });
  return [
    {
      vcpus: [state(a), state(b)],
      turns: [
        [0, swaps, swapped(a)],
        [1, swaps, swapped(b)],
        [0, reads, read(a)],
        [1, reads, read(b)],
      ],
    },
    {
      vcpus: [state(a), { ...state(b), mode: U }],
      turns: [
        [1, reads, illegal(reads)],
        [0, swaps, swapped(a)],
        [1, reads, illegal(reads)],
        [0, reads, read(a)],
      ],
    },
  ];
}

/** Two processes whose kernels let them read different counters, of different values. */
function countersOfTheirOwn(): InTurns {
  const time = encode('csrrs', { rd: T0, imm: Csr.time, rs1: 0 });
  const instret = encode('csrrs', { rd: T0, imm: Csr.instret, rs1: 0 });
  return {
    vcpus: [
      { mode: U, csrs: { scounteren: 2 }, counters: { time: 1111, instret: 11 } },
      { mode: U, csrs: { scounteren: 6 }, counters: { time: 2222, instret: 22 } },
    ],
    turns: [
      [0, time, effect(advance(), { t0: 1111 })],
      [1, time, effect(advance(), { t0: 2222 })],
      [1, instret, effect(advance(), { t0: 22 })],
      [0, instret, illegal(instret)],
    ],
  };
}

/** Two kernels return from traps, to different places and modes. */
function returnsOfTheirOwn(): InTurns {
  const sret = encode('sret');
  return {
    vcpus: [
      { mode: S, csrs: { sstatus: 0x100, sepc: 0x8000_0400 } },
      { mode: S, csrs: { sstatus: 0x020, sepc: 0x0000_1000 } },
    ],
    turns: [
      [0, sret, effect(jumpTo(0x8000_0400, S), { sstatus: 0x20 })],
      [1, sret, effect(jumpTo(0x0000_1000, U), { sstatus: 0x22 })],
      [0, sret, effect(jumpTo(0x8000_0400, U), { sstatus: 0x22 })],
    ],
  };
}

export const inTurns = (): InTurns[] => [
  ...supervisorCsrs.flatMap(eachItsOwn),
  countersOfTheirOwn(),
  returnsOfTheirOwn(),
];
