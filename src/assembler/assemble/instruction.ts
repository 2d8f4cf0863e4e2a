/**
 * One instruction statement: from its text to what is emitted. A pseudo-instruction becomes text again, which is read
 * in the same way, so that there is one way from an operand to its bits.
 */
import type { InstructionRow } from '../../machine/index.js';
import type { Assembly } from './assembly.js';
import { compressedForms } from '../forms/compressed-forms.js';
import { csrNumber } from '../forms/csr-names.js';
import { rowOf, type Operands } from '../encode/encode.js';
import { fault } from '../text/errors.js';
import { known } from '../symbols/expression.js';
import type { Immediate, InstructionContent } from './fixups.js';
import { chooseForm, formOfFormat, registerNumber, type Bindings } from '../forms/forms.js';
import { pseudosOf, type Pseudo } from '../forms/pseudo.js';
import { splitAtCommas, type Statement } from '../text/statements.js';

/** Emits the instruction or pseudo-instruction `text`, which `statement` asks for. */
export function emitInstruction(assembly: Assembly, text: string, statement: Statement): void {
  emit(assembly, text, statement, {});
}

/** How the source spells what is emitted, as far as that decides whether it is compressed. */
type Spelling = Pick<InstructionContent & { kind: 'instruction' }, 'compressedName' | 'keepLong'>;

function emit(assembly: Assembly, text: string, statement: Statement, spelling: Spelling): void {
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (name === '.insn') {
    return emitWord(assembly, rest, statement);
  }
  const operands = splitAtCommas(rest);
  if (name === 'li') {
    const { bindings } = chooseForm(name, ['rd, imm'], operands);
    return emitAll(
      assembly,
      loadImmediate(assembly, bindings),
      statement,
      registerNumber(bindings['rd'] ?? '') === 0,
    );
  }

  if (name.startsWith('c.')) {
    return emitCompressed(assembly, name, operands, statement);
  }
  if (name === 'unimp' && operands.length === 0 && assembly.compression) {
    return assembly.emitInstruction({ kind: 'half', word: 0 }, statement);
  }
  const { row, aq, rl } = withoutOrdering(name);
  const pseudos = pseudosOf(name);
  if (row === undefined && pseudos.length === 0) {
    fault(
      `unknown instruction '${name}': known are RV32IMA, Zicsr, Zifencei, the privileged ones, and macros defined above`,
    );
  }
  const forms = [
    ...(row === undefined ? [] : [formOfFormat[row.format]]),
    ...pseudos.map((pseudo) => pseudo.form),
  ];
  const { index, bindings } = chooseForm(name, forms, operands);
  const pseudo = pseudos[row === undefined ? index : index - 1];
  if (pseudo !== undefined) {
    const keepLong = isAlwaysLong(name, pseudo.form, bindings);
    for (const line of expand(assembly, name, pseudo, bindings)) {
      emit(assembly, line, statement, { keepLong });
    }
  } else if (row !== undefined) {
    const keepLong = spelling.keepLong ?? isAlwaysLong(name, formOfFormat[row.format], bindings);
    emitRow(assembly, row, { aq, rl }, bindings, statement, { ...spelling, keepLong });
  }
}

function emitAll(assembly: Assembly, texts: readonly string[], statement: Statement, keepLong = false): void {
  for (const text of texts) {
    emit(assembly, text, statement, { keepLong });
  }
}

/** GNU as compresses `jr a0`, `jalr a0` and `ret`, but no other way to write a jalr, no jal but c.jal, no `mv a0, zero`. */
function isAlwaysLong(name: string, form: string, { rs }: Bindings): boolean {
  if (name === 'mv' || name === 'move') {
    return registerNumber(rs ?? '') === 0;
  }
  return name === 'jal' || (['jalr', 'jr'].includes(name) && form !== 'rs');
}

/** `c.lw a0, 4(a1)`: the long form, with the demand that it becomes this compressed one. */
function emitCompressed(
  assembly: Assembly,
  name: string,
  operands: readonly string[],
  statement: Statement,
): void {
  if (name === 'c.unimp' && operands.length === 0) {
    return assembly.emitInstruction({ kind: 'half', word: 0 }, statement);
  }
  const forms = compressedForms(name);
  if (forms.length === 0) {
    fault(`unknown instruction '${name}': no compressed instruction is called so`);
  }
  const { index, bindings } = chooseForm(
    name,
    forms.map(({ form }) => form),
    operands,
  );
  const line = putIn(forms[index]?.becomes ?? '', bindings);
  emit(assembly, line, statement, { compressedName: name.replace(/64$/, '') });
}

/** `.insn value`: bits that need not be an instruction of this machine, but are listed as one. */
function emitWord(assembly: Assembly, text: string, statement: Statement): void {
  const value = assembly.number(text, 'the word of .insn');
  if (value >= 0n && value <= 0xffffn && (value & 3n) !== 3n) {
    return assembly.emitInstruction({ kind: 'half', word: Number(value) }, statement);
  }
  if (value < 0n || value > 0xffff_ffffn || (value & 3n) !== 3n) {
    fault(
      `.insn: ${value} is no instruction: expected 32 bits, the lowest two of them set, or 16 bits with another end`,
    );
  }
  assembly.emitInstruction({ kind: 'word', word: Number(value) }, statement);
}

/** `amoadd.w.aqrl` is `amoadd.w` with both ordering bits. */
function withoutOrdering(name: string): { row: InstructionRow | undefined; aq: boolean; rl: boolean } {
  const [, base = name, ordering = ''] = /^(.+\.w)\.(aq|rl|aqrl)$/.exec(name) ?? [];
  return { row: rowOf(base), aq: ordering.startsWith('aq'), rl: ordering.endsWith('rl') };
}

/** The instructions that a pseudo-instruction stands for, its operands put in. */
function expand(assembly: Assembly, name: string, pseudo: Pseudo, bindings: Bindings): readonly string[] {
  const { symbol, rd, rt } = bindings;
  if (symbol !== undefined && name !== 'call' && name !== 'tail' && name !== 'jump') {
    const target = assembly.expression(symbol);
    const isConstant = target.kind === 'value' && target.section === undefined;
    if (isConstant && (name === 'la' || name === 'lla')) {
      return loadImmediate(assembly, { rd: rd ?? '', imm: symbol });
    }
    if (isConstant) {
      fault(`${name}: '${symbol}' is a number, not a place: write ${symbol}(zero) for that address`);
    }
    if (registerNumber(rt ?? rd ?? '') === 0) {
      fault(`${name}: register zero cannot hold the address`);
    }
  }
  return pseudo.becomes.map((line) => putIn(line, bindings));
}

/** `line` with the operands put in where their names stand. */
function putIn(line: string, bindings: Bindings): string {
  const [, instruction = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  return `${instruction} ${rest.replace(/(?<![\w.%])\w+/g, (word) => bindings[word] ?? word)}`;
}

/** What GNU as makes of `li`: addi where 12 bits suffice, else lui and, unless the low half is zero, addi. */
function loadImmediate(assembly: Assembly, { rd = '', imm = '' }: Bindings): readonly string[] {
  if (imm.startsWith('%')) {
    return [`addi ${rd}, zero, ${imm}`];
  }
  const expression = assembly.expression(imm);
  if (expression.kind === 'value' && expression.section !== undefined) {
    fault(`li: '${imm}' is an address: use la`);
  }
  const wide = known(expression, `li: '${imm}'`);
  if (wide < -0x8000_0000n || wide > 0xffff_ffffn) {
    fault(`li: ${wide} does not fit in 32 bits`);
  }
  const value = Number(BigInt.asIntN(32, wide));
  if (value >= -0x800 && value < 0x800) {
    return [`addi ${rd}, zero, ${value}`];
  }
  const low = (value << 20) >> 20;
  const lui = `lui ${rd}, ${(value - low) >>> 12}`;
  return low === 0 ? [lui] : [lui, `addi ${rd}, ${rd}, ${low}`];
}

function emitRow(
  assembly: Assembly,
  row: InstructionRow,
  ordering: Operands,
  bindings: Bindings,
  statement: Statement,
  spelling: Spelling,
): void {
  const { rd, rs1, rs2, csr, pred, succ } = bindings;
  const operands: Operands = {
    ...ordering,
    ...(rd !== undefined && { rd: registerNumber(rd) ?? 0 }),
    ...(rs1 !== undefined && { rs1: registerNumber(rs1) ?? 0 }),
    ...(rs2 !== undefined && { rs2: registerNumber(rs2) ?? 0 }),
    ...(csr !== undefined && { imm: readCsr(assembly, csr) }),
    ...(pred !== undefined && succ !== undefined && { imm: (readSet(pred) << 4) | readSet(succ) }),
  };
  const text =
    bindings['imm'] ?? bindings['upper'] ?? bindings['shamt'] ?? bindings['uimm'] ?? bindings['target'];
  if (text === undefined) {
    return assembly.emitInstruction({ kind: 'instruction', row, operands, ...spelling }, statement);
  }
  const immediate = readImmediate(assembly, row, text);
  assembly.emitInstruction({ kind: 'instruction', row, operands, immediate, ...spelling }, statement);
}

/** An expression, or %hi, %lo, %pcrel_hi or %pcrel_lo of one, where the field is for that half. */
function readImmediate(assembly: Assembly, row: InstructionRow, text: string): Immediate {
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

const relocationsOf: Readonly<
  Partial<Record<InstructionRow['format'], readonly NonNullable<Immediate['relocation']>[]>>
> = {
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
