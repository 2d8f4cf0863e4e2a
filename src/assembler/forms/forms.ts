/**
 * The forms in which an instruction may be written, and which of them a statement uses. A form is a text such as
 * `rd, imm(rs1)`. Each word in it names an operand, and the name says what kind of operand is allowed there.
 */
import { registerNames, type Format } from '../../machine/index.js';
import { fault } from '../text/index.js';

/** How the operands of each format are written. Each is named after the field of the instruction that it fills. */
export const formOfFormat: Readonly<Record<Format, string>> = {
  R: 'rd, rs1, rs2',
  I: 'rd, rs1, imm',
  load: 'rd, imm(rs1)',
  shift: 'rd, rs1, shamt',
  S: 'rs2, imm(rs1)',
  B: 'rs1, rs2, target',
  U: 'rd, upper',
  J: 'rd, target',
  csr: 'rd, csr, rs1',
  csri: 'rd, csr, uimm',
  amo: 'rd, rs2, (rs1)',
  lr: 'rd, (rs1)',
  fence: 'pred, succ',
  sfence: 'rs1, rs2',
  hload: 'rd, (rs1)',
  hstore: 'rs2, (rs1)',
  none: '',
};

/** The text of each operand, by its name in the form. */
export type Bindings = Readonly<Record<string, string>>;

/** The number of a register under any of its names: x8, s0, fp. */
export function registerNumber(name: string): number | undefined {
  return registers.get(name);
}

/** The first of `forms` that `operands` fit: its index, and what its names stand for. It is a fault if none fits. */
export function chooseForm(
  name: string,
  forms: readonly string[],
  operands: readonly string[],
): { readonly index: number; readonly bindings: Bindings } {
  for (let index = 0; index < forms.length; index += 1) {
    const bindings = fit(forms[index]!, operands);
    if (bindings !== undefined) {
      return { index, bindings };
    }
  }
  const expected = forms.map((form) => (form === '' ? 'no operands' : `'${name} ${form}'`)).join(' or ');
  const found = operands.length === 0 ? 'no operands' : `'${operands.join(', ')}'`;
  return fault(`${name}: expected ${expected}, found ${found}`);
}

const registers: ReadonlyMap<string, number> = new Map([
  ...registerNames.map((name, number) => [name, number] as const),
  ...registerNames.map((_, number) => [`x${number}`, number] as const),
  ['fp', 8],
]);

const registerOperands: ReadonlySet<string> = new Set(['rd', 'rs', 'rt', 'rs1', 'rs2']);
/** Operands that may be a symbol, even a symbol with the name of a register. */
const symbolOperands: ReadonlySet<string> = new Set(['target', 'symbol', 'csr']);

/** One operand of a form: a name, or, as `imm(rs1)`, the names of an offset (which may be empty) and a base. */
type FormOperand = string | { readonly offset: string; readonly base: string };

/** The operands of each form that was used so far, by its text. */
const operandsOfForms = new Map<string, readonly FormOperand[]>();

function operandsOf(form: string): readonly FormOperand[] {
  const known = operandsOfForms.get(form);
  if (known !== undefined) {
    return known;
  }
  const parts = form === '' ? [] : form.split(', ');
  const read = parts.map((part): FormOperand => {
    const [, offset = '', base] = /^(\w*)\((\w+)\)$/.exec(part) ?? [];
    return base === undefined ? part : { offset, base };
  });
  operandsOfForms.set(form, read);
  return read;
}

function fit(form: string, operands: readonly string[]): Bindings | undefined {
  const expected = operandsOf(form);
  if (expected.length !== operands.length) {
    return undefined;
  }
  const bindings: Record<string, string> = {};
  for (let index = 0; index < expected.length; index += 1) {
    const wanted = expected[index]!;
    const operand = operands[index]!;
    if (typeof wanted === 'string') {
      if (!fits(wanted, operand)) {
        return undefined;
      }
      bindings[wanted] = operand;
    } else {
      const given = splitMemory(operand);
      if (given === undefined || (wanted.offset === '' && !/^0?$/.test(given.offset))) {
        return undefined;
      }
      bindings[wanted.base] = given.base;
      if (wanted.offset !== '') {
        bindings[wanted.offset] = given.offset === '' ? '0' : given.offset;
      }
    }
  }
  return bindings;
}

/** May `operand` be written where the form has `name`? */
function fits(name: string, operand: string): boolean {
  if (operand === '') {
    return false;
  }
  if (registerOperands.has(name)) {
    return registers.has(operand);
  }
  // A word before a parenthesis is no expression: `4(a9)` means a register that does not exist.
  if (operand.includes('(') && /\w\s*\(/.test(operand.replace(/^%\w+/, ''))) {
    return false;
  }
  return symbolOperands.has(name) || (!registers.has(operand) && splitMemory(operand) === undefined);
}

/** Divides `offset(register)`. The register is in the last pair of parentheses; the offset may be empty. */
function splitMemory(operand: string): { readonly offset: string; readonly base: string } | undefined {
  if (!operand.endsWith(')')) {
    return undefined;
  }
  const match = /^(.*)\(\s*(\w+)\s*\)$/s.exec(operand);
  const base = match?.[2] ?? '';
  return match === null || !registers.has(base) ? undefined : { offset: (match[1] ?? '').trim(), base };
}
