/** What a part may not hold, found in its syntax tree and refused by name and line. */
import ts from 'typescript';
import { faultAt, type Fault } from './diagnostics.js';
import type { NamesForParts } from './for-parts.js';
import { refuseImport } from './imports.js';
import { NotThere } from './not-there.js';

/** How deep a syntax tree may be: every tool on the way to the rig must be able to walk it, on any machine's stack. */
const MAX_TREE_DEPTH = 400;

/**
 * The faults of a file, in the order of the file; `names` is what it may import. Walks without recursion, however deep the tree is.
 */
export function breachesOf(file: ts.SourceFile, names: NamesForParts): Fault[] {
  const found: Fault[] = [];
  const notThere = new NotThere();
  const waiting: { node: ts.Node; depth: number }[] = [{ node: file, depth: 0 }];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { node, depth } = next;
    if (depth > MAX_TREE_DEPTH) {
      return [
        faultAt(
          node,
          'this is nested too deeply to be read: split up the expression or the blocks around it',
        ),
      ];
    }
    const message = refuseEscapes(node, file) ?? breachOf(node, names);
    if (message !== undefined) {
      found.push(faultAt(node, message));
    }
    notThere.visit(node);
    ts.forEachChild(node, (child) => void waiting.push({ node: child, depth: depth + 1 }));
  }
  found.push(...notThere.breaches().map(({ node, message }) => faultAt(node, message)));
  return found.sort((a, b) => a.line - b.line || a.column - b.column);
}

function breachOf(node: ts.Node, names: NamesForParts): string | undefined {
  if (ts.isReturnStatement(node) && !isInFunction(node)) {
    return "'return' is only possible inside a function";
  }
  if (isAwait(node) && !isInFunction(node)) {
    return "'await' is not possible at the top level of a part";
  }
  if (isArguments(node) && !isInFunction(node, ts.isArrowFunction)) {
    return "'arguments' is only possible inside a function, and arrow functions have none of their own";
  }
  if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) {
    return "'import.meta' is not possible in a part";
  }
  if (ts.isExportAssignment(node) && node.isExportEquals) {
    return "'export =' is not possible in a part: write 'export const …'";
  }
  if (isCommonJsExport(node)) {
    return "'module.exports' is not possible in a part: write 'export const …'";
  }
  return refuseImport(node, names);
}

/**
 * A name like `ev\u0061l` is `eval` for the engine, and another word for all that look for it in the text: SES among them, and V8
 * itself, which dies of such a call in a function that it compiles only when it is called.
 */
function refuseEscapes(node: ts.Node, file: ts.SourceFile): string | undefined {
  if (!ts.isIdentifier(node) && !ts.isPrivateIdentifier(node)) {
    return undefined;
  }
  const written = file.text.slice(node.getStart(file), node.end);
  return written.includes('\\')
    ? `a name with escapes is not possible in a part: write '${written.slice(0, 40)}' with its own letters`
    : undefined;
}

/** A part is an ES module; what CommonJS calls `module` is not there. */
function isCommonJsExport(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ts.idText(node.expression) === 'module' &&
    node.name.text === 'exports'
  );
}

function isAwait(node: ts.Node): boolean {
  if (ts.isForOfStatement(node)) {
    return node.awaitModifier !== undefined;
  }
  if (ts.isVariableDeclarationList(node)) {
    return (node.flags & ts.NodeFlags.BlockScoped) === (ts.NodeFlags.AwaitUsing as number);
  }
  return ts.isAwaitExpression(node);
}

/** True for `arguments` as a value, not as the name of a property. */
function isArguments(node: ts.Node): boolean {
  if (!ts.isIdentifier(node) || ts.idText(node) !== 'arguments') {
    return false;
  }
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) {
    return parent.expression === node;
  }
  const isPropertyName =
    (ts.isPropertyAssignment(parent) || ts.isClassElement(parent) || ts.isTypeElement(parent)) &&
    parent.name === node;
  return !isPropertyName;
}

/**
 * True where `node` runs as part of a function of the part; functions of a kind that is `passedOver` do not count. The name
 * of a method (`[computed]() {}`) and a decorator belong to the function, but they run outside of it, when the class is made.
 */
function isInFunction(node: ts.Node, passedOver: (node: ts.Node) => boolean = () => false): boolean {
  for (let child = node, { parent } = node; parent !== undefined; child = parent, { parent } = parent) {
    if (ts.isFunctionLike(parent) && child !== parent.name && !ts.isDecorator(child) && !passedOver(parent)) {
      return true;
    }
  }
  return false;
}
