/**
 * Constant expressions: what they are, and what value they have. GNU as manual, section 6.2.
 * Values have 64 bits inside; >> shifts in zeros, as in GNU as.
 */
import { fault } from '../text/index.js';
import type { Section } from './section.js';

/** A number (no section), or a place: so many bytes into a section whose address is not yet known. */
export interface Value {
  readonly kind: 'value';
  readonly section?: Section;
  readonly number: bigint;
}

/** An expression. What was known when it was read is already calculated. */
export type Expression =
  | Value
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] };

export const constant = (number: bigint): Value => ({ kind: 'value', number });

/** Is the expression a number that is known already, and not a place? */
export function isNumber(expression: Expression): expression is Value {
  return expression.kind === 'value' && expression.section === undefined;
}

/** The value of `expression` once the sections have their addresses; `resolve` gives the values of the symbols. */
export function evaluate(expression: Expression, resolve: (name: string) => bigint): bigint {
  switch (expression.kind) {
    case 'value':
      return expression.number + BigInt(expression.section?.address ?? 0);
    case 'symbol':
      return resolve(expression.name);
    case 'operation': {
      const operands = expression.operands.map((operand) => constant(evaluate(operand, resolve)));
      const result = combine(expression.operator, operands);
      if (result === undefined) {
        throw new Error(`numbers do not combine under '${expression.operator}'`);
      }
      return result.number;
    }
  }
}

/** The value of an expression that decides how much is emitted, and so must be known where it is written. */
export function known(expression: Expression, what: string): bigint {
  if (isNumber(expression)) {
    return expression.number;
  }
  return fault(
    `${what} must be known here: a number, a symbol that is set above, or a difference of labels above`,
  );
}

/** Applies `operator` to one or two values; undefined if the result depends on the address of a section. */
export function combine(operator: string, operands: readonly Value[]): Value | undefined {
  const [left, right] = operands.length === 2 ? operands : [constant(0n), operands[0]];
  if (left === undefined || right === undefined) {
    return undefined;
  }
  if (operator === '+' && !(left.section !== undefined && right.section !== undefined)) {
    return inSection(left.section ?? right.section, left.number + right.number);
  }
  if (operator === '-' && (right.section === undefined || right.section === left.section)) {
    return inSection(right.section === undefined ? left.section : undefined, left.number - right.number);
  }
  if (left.section !== undefined || right.section !== undefined) {
    return undefined;
  }
  const calculate = arithmetic[operator] ?? fault(`unknown operator '${operator}'`);
  return inSection(undefined, calculate(left.number, right.number));
}

/** The operators besides + and -, which may also take places. One operand alone is the right one. */
const arithmetic: Readonly<Record<string, (left: bigint, right: bigint) => bigint>> = {
  '*': (left, right) => left * right,
  '/': (left, right) => left / nonZero(right),
  '%': (left, right) => left % nonZero(right),
  '<<': (left, right) => (right >= 0n && right < 64n ? left << right : 0n),
  '>>': (left, right) => (right >= 0n && right < 64n ? BigInt.asUintN(64, left) >> right : 0n),
  '&': (left, right) => left & right,
  '|': (left, right) => left | right,
  '^': (left, right) => left ^ right,
  '~': (_, operand) => ~operand,
  '!': (_, operand) => (operand === 0n ? 1n : 0n),
};

function nonZero(divisor: bigint): bigint {
  return divisor === 0n ? fault('division by zero') : divisor;
}

function inSection(section: Section | undefined, number: bigint): Value {
  const wrapped = BigInt.asIntN(64, number);
  return section === undefined ? constant(wrapped) : { kind: 'value', section, number: wrapped };
}
