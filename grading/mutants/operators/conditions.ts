/** Operators on what a part decides: conditions, comparisons, and what joins them. */
import ts from 'typescript';
import { instead, type Operator } from './operator.js';

/** A condition always holds, or never; where each turns out, the branch is not tested. */
export const condition: Operator = (node) => {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isDoStatement(node)) {
    return instead(node.expression, 'true', 'false');
  }
  if (ts.isConditionalExpression(node)) {
    return instead(node.condition, 'true', 'false');
  }
  // `true` would be an endless loop, which every check finds.
  return ts.isForStatement(node) && node.condition ? instead(node.condition, 'false') : [];
};

/** `!x` as `x`, and a condition as its opposite. */
export const negation: Operator = (node) => {
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    return instead(node, node.operand.getText());
  }
  if (ts.isIfStatement(node)) {
    return instead(node.expression, `!(${node.expression.getText()})`);
  }
  return ts.isConditionalExpression(node) ? instead(node.condition, `!(${node.condition.getText()})`) : [];
};

const boundaries: Readonly<Record<string, string>> = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' };
const opposites: Readonly<Record<string, string>> = {
  '===': '!==',
  '!==': '===',
  '<': '>=',
  '<=': '>',
  '>': '<=',
  '>=': '<',
};

/** A limit that is one off. */
export const boundary: Operator = (node) => operatorInstead(node, boundaries);

/** A comparison that says the opposite. */
export const comparison: Operator = (node) => operatorInstead(node, opposites);

/** `&&` as `||`, and either of the two sides left out. */
export const logic: Operator = (node) => {
  if (!ts.isBinaryExpression(node)) {
    return [];
  }
  const joined = node.operatorToken.kind;
  const { AmpersandAmpersandToken: and, BarBarToken: or, QuestionQuestionToken: orElse } = ts.SyntaxKind;
  if (joined !== and && joined !== or && joined !== orElse) {
    return [];
  }
  const sides = instead(node, node.left.getText(), node.right.getText());
  return joined === orElse ? sides : [...sides, ...instead(node.operatorToken, joined === and ? '||' : '&&')];
};

function operatorInstead(node: ts.Node, others: Readonly<Record<string, string>>) {
  if (!ts.isBinaryExpression(node)) {
    return [];
  }
  const other = others[node.operatorToken.getText()];
  return other === undefined ? [] : instead(node.operatorToken, other);
}
