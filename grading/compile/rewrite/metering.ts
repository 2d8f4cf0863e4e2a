/**
 * Puts a call of the meter where a part could go on for ever: at the start of every loop turn, of every function, of every
 * initialiser that runs once per call or object, and of the making of every class, whose static blocks run without any call.
 * What an endless part costs is then counted, not timed.
 */
import ts from 'typescript';

/** The file with calls `meter(line)`; `line` is where the loop or function starts in the student's file. */
export function meterWith(
  meter: string,
  context: ts.TransformationContext,
  file: ts.SourceFile,
): ts.SourceFile {
  const { factory } = context;

  const visit = (node: ts.Node): ts.Node => {
    const visited = meterClass(ts.visitEachChild(node, visit, context), node);
    const owner = ownerOf(node);
    if (owner === undefined) {
      return visited;
    }
    // A block that is a function's body is not a statement to TypeScript.
    const isBody = ts.isBlock(visited) || ts.isStatement(visited);
    return isBody ? meterStatement(visited, owner) : meterExpression(visited as ts.Expression, owner);
  };

  const meterStatement = (body: ts.Statement, owner: ts.Node): ts.Block => {
    const call = factory.createExpressionStatement(callMeter(owner));
    if (ts.isBlock(body)) {
      return factory.updateBlock(body, [call, ...body.statements]);
    }
    return ts.setSourceMapRange(factory.createBlock([call, body], true), body);
  };

  /** `x => e` becomes `x => (meter(1), e)`: still an arrow, with the same `this`, name and length. */
  const meterExpression = (body: ts.Expression, owner: ts.Node): ts.Expression =>
    factory.createParenthesizedExpression(factory.createComma(callMeter(owner), body));

  /** `class { … }` becomes `class { static { meter(1); } … }`: also where it has no name, and takes that of its variable. */
  const meterClass = (node: ts.Node, owner: ts.Node): ts.Node => {
    if (!ts.isClassLike(node)) {
      return node;
    }
    const { modifiers, name, typeParameters, heritageClauses } = node;
    const block = factory.createClassStaticBlockDeclaration(
      factory.createBlock([factory.createExpressionStatement(callMeter(owner))]),
    );
    const members = ts.setTextRange(factory.createNodeArray([block, ...node.members]), node.members);
    return ts.isClassDeclaration(node)
      ? factory.updateClassDeclaration(node, modifiers, name, typeParameters, heritageClauses, members)
      : factory.updateClassExpression(node, modifiers, name, typeParameters, heritageClauses, members);
  };

  const callMeter = (owner: ts.Node): ts.Expression => {
    const start = owner.getStart(file);
    const line = file.getLineAndCharacterOfPosition(start).line + 1;
    const call = factory.createCallExpression(factory.createIdentifier(meter), undefined, [
      factory.createNumericLiteral(line),
    ]);
    // Where the stack overflows in this call, the message must name a place in the student's file.
    return ts.setSourceMapRange(call, { pos: start, end: start });
  };

  return ts.visitEachChild(file, visit, context);
}

/** The loop, function or declaration whose repeated part `node` is; undefined where nothing is to be counted. */
function ownerOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node;
  if (parent === undefined) {
    return undefined;
  }
  if (ts.isIterationStatement(parent, false)) {
    return parent.statement === node ? parent : undefined;
  }
  if (ts.isFunctionLike(parent)) {
    return 'body' in parent && parent.body === node ? parent : undefined;
  }
  // A default value runs at each call, before the body; a field's value at each `new`, without any function of its own.
  const hasInitializer =
    ts.isParameter(parent) || ts.isBindingElement(parent) || ts.isPropertyDeclaration(parent);
  if (!hasInitializer || parent.initializer !== node) {
    return undefined;
  }
  return takesName(node) ? undefined : parent;
}

/** A function or class without a name takes the name of the variable that it is directly assigned to. */
function takesName(node: ts.Node): boolean {
  let value = node;
  while (isTransparent(value)) {
    value = value.expression;
  }
  if (ts.isArrowFunction(value)) {
    return true;
  }
  return (ts.isFunctionExpression(value) || ts.isClassExpression(value)) && value.name === undefined;
}

/** Brackets and type assertions around a value: they are gone when the code runs. */
function isTransparent(
  node: ts.Node,
): node is
  ts.ParenthesizedExpression | ts.AssertionExpression | ts.NonNullExpression | ts.SatisfiesExpression {
  return (
    ts.isParenthesizedExpression(node) ||
    ts.isAssertionExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isSatisfiesExpression(node)
  );
}
