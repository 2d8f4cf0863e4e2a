/**
 * The operands of one instruction: from their text to the values of its fields.
 */
import type { InstructionRow } from '../../machine/index.js';
import type { Operands } from '../encode/index.js';
import { csrNumber, registerNumber, type Bindings } from '../forms/index.js';
import { known } from '../symbols/index.js';
import { fault } from '../text/index.js';
import type { Assembly } from './assembly.js';
import type { Immediate, Relocation } from './relocations.js';

/** The fields that are known at once. `ordering` is empty, `aq`, `rl` or `aqrl`. */
export function readFields(
  assembly: Assembly,
  { rd, rs1, rs2, csr, pred, succ }: Bindings,
  ordering: string,
): Operands {
  const register = (name: string | undefined): number => registerNumber(name ?? 'zero') ?? 0;
  const set = pred !== undefined && succ !== undefined ? (readSet(pred) << 4) | readSet(succ) : 0;
  return {
    rd: register(rd),
    rs1: register(rs1),
    rs2: register(rs2),
    imm: csr === undefined ? set : readCsr(assembly, csr),
    aq: ordering.startsWith('aq'),
    rl: ordering.endsWith('rl'),
  };
}

/** The immediate, which may wait for addresses; undefined if the instruction is written without one. */
export function readImmediate(
  assembly: Assembly,
  row: InstructionRow,
  { imm, upper, shamt, uimm, target }: Bindings,
): Immediate | undefined {
  const text = imm ?? upper ?? shamt ?? uimm ?? target;
  if (text === undefined) {
    return undefined;
  }
  const [, name, inner = ''] = /^%(\w+)\s*\((.*)\)$/s.exec(text) ?? [];
  if (name === undefined) {
    return { expression: assembly.expression(text) };
  }
  const allowed = relocationsOf[row.format] ?? [];
  const relocation = allowed.find((candidate) => candidate === name);
  if (relocation === undefined) {
    const expected =
      allowed.length === 0 ? 'an expression' : allowed.map((candidate) => `%${candidate}`).join(' or ');
    fault(`${row.name}: %${name} has no place here, expected ${expected}`);
  }
  return { relocation, expression: assembly.expression(inner) };
}

/** The half of an address that the field of a format can hold. */
const relocationsOf: Readonly<Partial<Record<InstructionRow['format'], readonly Relocation[]>>> = {
  U: ['hi', 'pcrel_hi'],
  I: ['lo', 'pcrel_lo'],
  load: ['lo', 'pcrel_lo'],
  S: ['lo', 'pcrel_lo'],
};

/** A CSR by its name or its number. */
function readCsr(assembly: Assembly, text: string): number {
  const named = csrNumber(text);
  if (named !== undefined) {
    return named;
  }
  const expression = assembly.expression(text);
  if (expression.kind === 'symbol') {
    fault(`unknown CSR '${text}': expected a name of the privileged specification, or a number`);
  }
  const number = known(expression, 'the number of a CSR');
  return number >= 0n && number <= 0xfffn
    ? Number(number)
    : fault(`a CSR's number is from 0 to 0xfff, not ${text}`);
}

/** The set of accesses that a fence orders: i input, o output, r reads, w writes. */
function readSet(text: string): number {
  if (!/^(?=.)i?o?r?w?$/.test(text)) {
    fault(`fence: '${text}' is no set of accesses: expected letters of iorw, in this order`);
  }
  return [...'wroi'].reduce((set, letter, bit) => set | (text.includes(letter) ? 1 << bit : 0), 0);
}
