/** Operators on what a part does: statements, loops, and what a function gives back. */
import ts from 'typescript';
import { inserted, instead, type Operator } from './operator.js';

/** A step that is left out. (An `if` that is left out is one whose condition never holds.) */
export const statement: Operator = (node) => {
  const removable =
    ts.isExpressionStatement(node) ||
    ts.isForStatement(node) ||
    ts.isForOfStatement(node) ||
    ts.isWhileStatement(node) ||
    ts.isContinueStatement(node) ||
    ts.isBreakStatement(node);
  return removable ? instead(node, ';') : [];
};

/** A loop that ends after its first turn. */
export const once: Operator = (node) => {
  const isLoop = ts.isForStatement(node) || ts.isForOfStatement(node) || ts.isWhileStatement(node);
  if (!isLoop || !ts.isBlock(node.statement)) {
    return [];
  }
  return [inserted(node.statement.getEnd() - 1, 'break; ')];
};

/** A function that comes back at once. */
export const early: Operator = (node) => {
  if (!ts.isFunctionLike(node)) {
    return [];
  }
  const { body } = node as ts.FunctionLikeDeclaration;
  if (body === undefined || !ts.isBlock(body) || body.statements.length === 0) {
    return [];
  }
  return [inserted(body.getStart() + 1, ' return;')];
};

/** Something empty in place of the answer. */
export const answer: Operator = (node) => {
  const given = ts.isReturnStatement(node)
    ? node.expression
    : ts.isArrowFunction(node) && !ts.isBlock(node.body)
      ? node.body
      : undefined;
  if (given === undefined) {
    return [];
  }
  return instead(
    given,
    ...['undefined', '0', 'true', 'false', '[]'].filter((text) => text !== given.getText()),
  );
};
