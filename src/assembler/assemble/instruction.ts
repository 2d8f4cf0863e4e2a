/**
 * One instruction statement: from its text to what is emitted. A pseudo-instruction becomes the text of other instructions,
 * which is read in the same way: there is only one way from an operand to its bits.
 */
import type { InstructionRow } from '../../machine/index.js';
import { rowOf } from '../encode/index.js';
import {
  chooseForm,
  compressedForms,
  formOfFormat,
  pseudosOf,
  registerNumber,
  type Bindings,
} from '../forms/index.js';
import { fault, splitAtCommas, type Statement } from '../text/index.js';
import type { Assembly } from './assembly.js';
import { expand, insertOperands, loadImmediate } from './expand.js';
import type { InstructionOfTable } from './instruction-content.js';
import { readFields, readImmediate } from './operands.js';

/** How the source spells an instruction, as far as this decides whether it is compressed. */
type Spelling = Pick<InstructionOfTable, 'compressedName' | 'keepLong'>;

/** Emits the instruction or pseudo-instruction `text`, which is in `statement` or stands for it. */
export function emitInstruction(
  assembly: Assembly,
  text: string,
  statement: Statement,
  spelling: Spelling = {},
): void {
  const [, name = '', rest = ''] = /^(\S+)\s*(.*)$/s.exec(text) ?? [];
  if (name === '.insn') {
    return emitWord(assembly, rest, statement);
  }
  const operands = splitAtCommas(rest);
  if (name === 'li') {
    return emitLoadImmediate(assembly, operands, statement);
  }
  if (name.startsWith('c.')) {
    return emitCompressed(assembly, name, operands, statement);
  }
  if (name === 'unimp' && operands.length === 0 && assembly.compression) {
    return assembly.emitInstruction({ kind: 'half', word: 0 }, statement);
  }

  const { row, ordering } = withoutOrdering(name);
  const pseudos = pseudosOf(name);
  if (row === undefined && pseudos.length === 0) {
    fault(
      `unknown instruction '${name}': known are RV32IMA, Zicsr, Zifencei, the privileged ones, and macros defined above`,
    );
  }
  const ownForms = row === undefined ? [] : [formOfFormat[row.format]];
  const forms = [...ownForms, ...pseudos.map((pseudo) => pseudo.form)];
  const { index, bindings } = chooseForm(name, forms, operands);
  const pseudo = pseudos[index - ownForms.length];
  if (pseudo !== undefined) {
    const keepLong = isAlwaysLong(name, pseudo.form, bindings);
    for (const line of expand(assembly, name, pseudo, bindings)) {
      emitInstruction(assembly, line, statement, { keepLong });
    }
  } else if (row !== undefined) {
    const keepLong = spelling.keepLong ?? isAlwaysLong(name, formOfFormat[row.format], bindings);
    const fields = readFields(assembly, bindings, ordering);
    const immediate = readImmediate(assembly, row, bindings);
    const { compressedName } = spelling;
    assembly.emitInstruction(
      { kind: 'instruction', row, operands: fields, immediate, compressedName, keepLong },
      statement,
    );
  }
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

/** `li rd, imm`. GNU as does not compress what `li zero, imm` becomes. */
function emitLoadImmediate(assembly: Assembly, operands: readonly string[], statement: Statement): void {
  const { bindings } = chooseForm('li', ['rd, imm'], operands);
  const keepLong = registerNumber(bindings['rd'] ?? '') === 0;
  for (const line of loadImmediate(assembly, bindings)) {
    emitInstruction(assembly, line, statement, { keepLong });
  }
}

/** `c.lw a0, 4(a1)`: the long form, which must become this compressed instruction. */
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
  const line = insertOperands(forms[index]?.becomes ?? '', bindings);
  emitInstruction(assembly, line, statement, { compressedName: name.replace(/64$/, '') });
}

/** `amoadd.w.aqrl` is `amoadd.w` with the ordering `aqrl`. */
function withoutOrdering(name: string): { row: InstructionRow | undefined; ordering: string } {
  const [, base = name, ordering = ''] = /^(.+\.w)\.(aq|rl|aqrl)$/.exec(name) ?? [];
  return { row: rowOf(base), ordering };
}

/** GNU as compresses `jr a0`, `jalr a0` and `ret`, but no other spelling of jalr, no jal but c.jal, and no `mv a0, zero`. */
function isAlwaysLong(name: string, form: string, { rs }: Bindings): boolean {
  if (name === 'mv' || name === 'move') {
    return registerNumber(rs ?? '') === 0;
  }
  return name === 'jal' || (['jalr', 'jr'].includes(name) && form !== 'rs');
}
