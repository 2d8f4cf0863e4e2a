/**
 * From text to an expression, with the precedence of GNU as (its manual, section 6.2.2), which is not the precedence of C:
 *
 *   binds tightest   - ~ ! +   before an operand
 *                    * / % << >>
 *                    | & ^
 *   binds loosest    + -
 *
 * so `1 << 3 + 1` is 9 and `10 - 4 | 1` is 5.
 */
import { fault, MAX_EXPRESSION_OPERATORS, readCharacter } from '../text/index.js';
import { combine, constant, type Expression } from './expression.js';

/**
 * Reads `text`. `bind` gives what a name (a symbol, `.`, or a local label such as `1b`) stands for at this point.
 * A text that is no expression is a fault.
 */
export function parseExpression(text: string, bind: (name: string) => Expression): Expression {
  const only = readNumber(text);
  if (only !== undefined) {
    return constant(only); // nearly always
  }
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

/** From the loosest to the tightest. */
const binaryOperators: readonly (readonly string[])[] = [
  ['+', '-'],
  ['|', '&', '^'],
  ['*', '/', '%', '<<', '>>'],
];

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
  if (!/^\d/.test(text)) {
    return undefined;
  }
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
