/**
 * What the survey tries: every instruction of the machine with operands that make sense, and every one of the 4,096 CSR
 * numbers, to read and to write. An instruction of Popek and Goldberg's is a function of the state, so each access to each
 * CSR is one by itself; the six CSR instructions have no rows of their own. (A test shows that all six agree.)
 */
import {
  compressedTable,
  CSR_COUNT,
  csrName,
  hypervisorTable,
  instructionTable,
  type Profile,
  REG_A1,
  REG_A2,
  REG_SP,
} from '../../../src/machine/index.js';

export interface Subject {
  readonly kind: 'instruction' | 'compressed' | 'read' | 'write';
  /** An instruction as the assembler spells it; or `read` or `write` and a CSR. */
  readonly name: string;
  readonly word: number;
  /** Of an access: the CSR's number. */
  readonly csr?: number;
}

export function subjectsOf(profile: Profile): Subject[] {
  const rows = [...instructionTable, ...(profile.hypervisor ? hypervisorTable : [])];
  const numbers = Array.from({ length: CSR_COUNT }, (_, number) => number);
  return [
    ...rows
      .filter(({ format }) => !format.startsWith('csr'))
      .map(({ name, match, mask }): Subject => ({ kind: 'instruction', name, word: fill(match, mask) })),
    ...compressedTable.map(({ name, match, mask }): Subject => {
      return { kind: 'compressed', name, word: match | (COMPRESSED_OPERANDS & ~mask) };
    }),
    ...numbers.map((csr) => access('read', csr)),
    ...numbers.map((csr) => access('write', csr)),
  ];
}

/** `csrrs a2, csr, x0` reads and does not write; `csrrw x0, csr, a1` writes and does not read. */
export function access(kind: 'read' | 'write', csr: number): Subject {
  const operands = kind === 'read' ? READ | (REG_A2 << 7) : WRITE | (REG_A1 << 15);
  return { kind, name: `${kind} ${csrName(csr)}`, word: ((csr << 20) | operands) >>> 0, csr };
}

const READ = 0x2073;
const WRITE = 0x1073;

// a1 is the base or the first operand; a2 is the second, and the destination. Immediates come out as small and aligned.
const OPERANDS = (REG_A2 << 7) | (REG_A1 << 15) | (REG_A2 << 20);
// The same in 16 bits: a1 at [11:7], whose low three bits name it at [9:7] too; x2 at [6:2], which names a0 at [4:2].
const COMPRESSED_OPERANDS = (REG_A1 << 7) | (REG_SP << 2);

function fill(match: number, mask: number): number {
  return (match | (OPERANDS & ~mask)) >>> 0;
}
