/**
 * What a pseudo-instruction becomes: other instructions, as text, with its operands inserted.
 */
import { registerNumber, type Bindings, type Pseudo } from '../forms/index.js';
import { isNumber, known } from '../symbols/index.js';
import { fault } from '../text/index.js';
import type { Assembly } from './assembly.js';
import { highHalf, lowHalf } from './relocations.js';

/** The instructions that pseudo-instruction `name` stands for. */
export function expand(
  assembly: Assembly,
  name: string,
  pseudo: Pseudo,
  bindings: Bindings,
): readonly string[] {
  const { symbol, rd, rt } = bindings;
  if (symbol !== undefined && !['call', 'tail', 'jump'].includes(name)) {
    const isConstant = isNumber(assembly.expression(symbol));
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
  return pseudo.becomes.map((line) => insertOperands(line, bindings));
}

/** `line` with each name of an operand replaced by the operand. The name of the instruction itself is left alone. */
export function insertOperands(line: string, bindings: Bindings): string {
  const [, instruction = '', rest = ''] = /^(\S+)\s*(.*)$/.exec(line) ?? [];
  return `${instruction} ${rest.replace(/(?<![\w.%])\w+/g, (word) => bindings[word] ?? word)}`;
}

/** What GNU as makes of `li`: addi if 12 bits are enough; otherwise lui and, unless the low half is zero, addi. */
export function loadImmediate(assembly: Assembly, { rd = '', imm = '' }: Bindings): readonly string[] {
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
  const low = lowHalf(value);
  if (low === value) {
    return [`addi ${rd}, zero, ${value}`];
  }
  const lui = `lui ${rd}, ${highHalf(value)}`;
  return low === 0 ? [lui] : [lui, `addi ${rd}, ${rd}, ${low}`];
}
