/** Operators on what a part calculates: arithmetic, bits and literals. */
import ts from 'typescript';
import { instead, type Operator } from './operator.js';

const arithmeticOthers: Readonly<Record<string, string>> = {
  '+': '-',
  '-': '+',
  '*': '/',
  '/': '*',
  '%': '*',
  '**': '*',
  '+=': '-=',
  '-=': '+=',
  '*=': '/=',
  '/=': '*=',
};

const bitwiseOthers: Readonly<Record<string, string>> = {
  '&': '|',
  '|': '&',
  '^': '&',
  '<<': '>>',
  '>>': '>>>',
  '>>>': '>>',
  '&=': '|=',
  '|=': '&=',
  '^=': '&=',
};

export const arithmetic: Operator = (node) => {
  if (ts.isBinaryExpression(node)) {
    const other = arithmeticOthers[node.operatorToken.getText()];
    return other === undefined ? [] : instead(node.operatorToken, other);
  }
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.MinusToken) {
    return instead(node, node.operand.getText());
  }
  return [];
};

/** `++` as `--`. */
export const update: Operator = (node) => {
  if (!ts.isPrefixUnaryExpression(node) && !ts.isPostfixUnaryExpression(node)) {
    return [];
  }
  const operand = node.operand.getText();
  const other = { [ts.SyntaxKind.PlusPlusToken]: '--', [ts.SyntaxKind.MinusMinusToken]: '++' }[
    node.operator as number
  ];
  if (other === undefined) {
    return [];
  }
  return instead(node, ts.isPrefixUnaryExpression(node) ? other + operand : operand + other);
};

/** Another operator on bits, and either operand alone: a mask that is not applied, a bit that is not set. */
export const bits: Operator = (node) => {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.TildeToken) {
    return instead(node, node.operand.getText());
  }
  const other = ts.isBinaryExpression(node) ? bitwiseOthers[node.operatorToken.getText()] : undefined;
  if (!ts.isBinaryExpression(node) || other === undefined || isUnsigned(node)) {
    return [];
  }
  return [
    ...instead(node.operatorToken, other),
    ...(other.endsWith('=') ? [] : instead(node, node.left.getText(), node.right.getText())),
  ];
};

/** `x >>> 0` as `x`: a number that turns negative. */
export const unsigned: Operator = (node) => {
  return ts.isBinaryExpression(node) && isUnsigned(node) ? instead(node, node.left.getText()) : [];
};

/** A number that is one more, or one less. */
export const number: Operator = (node) => {
  if (ts.isNumericLiteral(node) && !isUnsignedZero(node)) {
    const value = Number(node.text);
    return instead(node, String(value + 1), String(value - 1));
  }
  if (ts.isBigIntLiteral(node)) {
    const value = BigInt(node.text.slice(0, -1));
    return instead(node, `${value + 1n}n`, `${value - 1n}n`);
  }
  return [];
};

export const boolean: Operator = (node) => {
  if (node.kind === ts.SyntaxKind.TrueKeyword) {
    return instead(node, 'false');
  }
  return node.kind === ts.SyntaxKind.FalseKeyword ? instead(node, 'true') : [];
};

/** A text that is empty, or another one. */
export const text: Operator = (node) => {
  if (!ts.isStringLiteral(node)) {
    return [];
  }
  return instead(node, node.text === '' ? "'mutant'" : "''");
};

function isUnsigned({ operatorToken, right }: ts.BinaryExpression): boolean {
  return (
    operatorToken.kind === ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken &&
    ts.isNumericLiteral(right) &&
    right.text === '0'
  );
}

function isUnsignedZero(node: ts.Node): boolean {
  return ts.isBinaryExpression(node.parent) && node.parent.right === node && isUnsigned(node.parent);
}
