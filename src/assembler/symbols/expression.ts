/**
 * Constant expressions, with the operators and the precedence of GNU as (its manual, section 6.2), which is not C's:
 *
 *   tightest   - ~ ! +   before an operand
 *              * / % << >>
 *              | & ^
 *   loosest    + -
 *
 * so `1 << 3 + 1` is 9 and `10 - 4 | 1` is 5. Values are 64 bits wide inside; >> shifts in zeros, as GNU as does.
 */
import { fault } from '../text/errors.js';
import { MAX_EXPRESSION_OPERATORS } from '../text/limits.js';
import { readCharacter } from '../text/literals.js';
import type { Section } from './section.js';

/** A number (no section), or a place in a section whose address is not yet known. */
export interface Value {
  readonly kind: 'value';
  readonly section?: Section;
  readonly number: bigint;
}

/** An expression, folded as far as its symbols were known when it was read. */
export type Expression =
  | Value
  | { readonly kind: 'symbol'; readonly name: string }
  | { readonly kind: 'operation'; readonly operator: string; readonly operands: readonly Expression[] };

export const constant = (number: bigint): Value => ({ kind: 'value', number });

/**
 * Reads `text`. `bind` says what a name (a symbol, `.`, or a local label such as `1b`) stands for at this point.
 * Throws a SourceError where the text is no expression.
 */
export function parseExpression(text: string, bind: (name: string) => Expression): Expression {
  const tokens = tokenize(text);
  let at = 0;
  let operators = 0;

  const operation = (operator: string, ...operands: Expression[]): Expression => {
    operators += 1;
    if (operators > MAX_EXPRESSION_OPERATORS) {
      fault(`an expression may have ${MAX_EXPRESSION_OPERATORS} operators at most`);
    }
    const values = operands.filter((operand) => operand.kind === 'value');
    const folded = values.length === operands.length ? combine(operator, values) : undefined;
    return folded ?? { kind: 'operation', operator, operands };
  };
  const level = (rank: number): Expression => {
    const operatorsHere = binaryOperators[rank];
    if (operatorsHere === undefined) {
      return primary();
    }
    let left = level(rank + 1);
    for (let token = tokens[at]; token !== undefined && operatorsHere.includes(token); token = tokens[at]) {
      at += 1;
      left = operation(token, left, level(rank + 1));
    }
    return left;
  };
  const primary = (): Expression => {
    const token = tokens[at];
    if (token === undefined) {
      fault(text.trim() === '' ? 'expected an expression' : `'${text}' ends too early`);
    }
    at += 1;
    if (at > MAX_EXPRESSION_OPERATORS && '(-~!+'.includes(token)) {
      fault('this expression is nested too deeply');
    }
    if (token === '(') {
      const inner = level(0);
      if (tokens[at] !== ')') {
        fault(`expected ) in '${text}'`);
      }
      at += 1;
      return inner;
    }
    if (token === '+') {
      return primary();
    }
    if (token === '-' || token === '~' || token === '!') {
      return operation(token, primary());
    }
    const number = readNumber(token);
    if (number !== undefined) {
      return constant(number);
    }
    if (!nameToken.test(token)) {
      fault(`expected a number or a symbol in '${text}', found '${token}'`);
    }
    return bind(token);
  };

  const expression = level(0);
  const extra = tokens[at];
  if (extra !== undefined) {
    fault(`expected an operator in '${text}', found '${extra}'`);
  }
  return expression;
}

/** The value of `expression` when the addresses are known; `resolve` gives those of the symbols. */
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

/** The value of an expression that decides how much is emitted, and so must be known where it stands. */
export function known(expression: Expression, what: string): bigint {
  if (expression.kind === 'value' && expression.section === undefined) {
    return expression.number;
  }
  return fault(
    `${what} must be known here: a number, a symbol that is set above, or a difference of labels above`,
  );
}

const binaryOperators: readonly (readonly string[])[] = [
  ['+', '-'],
  ['|', '&', '^'],
  ['*', '/', '%', '<<', '>>'],
];

/** What the operator gives; undefined when a place without an address takes part in a way that needs the address. */
function combine(operator: string, operands: readonly Value[]): Value | undefined {
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

const nameToken = /^(?:[A-Za-z_.$][\w.$]*|\d+[bf])$/;
const token = /^(?:0[xX][0-9a-fA-F]+|0[bB][01]+|\d+[bf]?|[A-Za-z_.$][\w.$]*|<<|>>|[-+*/%&|^~!()])/;

function tokenize(text: string): string[] {
  const tokens: string[] = [];
  let rest = text.trim();
  while (rest !== '') {
    if (rest.startsWith("'")) {
      const { value, length } = readCharacter(rest);
      tokens.push(String(value));
      rest = rest.slice(length).trimStart();
      continue;
    }
    const next = token.exec(rest)?.[0];
    if (next === undefined) {
      fault(`expected a number, a symbol or an operator in '${text}', found '${rest}'`);
    }
    tokens.push(next);
    rest = rest.slice(next.length).trimStart();
  }
  return tokens;
}

/** Hexadecimal, binary, octal (a leading 0) or decimal; undefined when the token is none of these. */
function readNumber(text: string): bigint | undefined {
  if (/^0[xX][0-9a-fA-F]+$|^0[bB][01]+$/.test(text)) {
    return BigInt(text.toLowerCase());
  }
  if (/^0[0-7]+$/.test(text)) {
    return BigInt(`0o${text.slice(1)}`);
  }
  if (/^0\d+$/.test(text)) {
    fault(`'${text}' is no octal number: a leading 0 means octal`);
  }
  return /^\d+$/.test(text) ? BigInt(text) : undefined;
}
