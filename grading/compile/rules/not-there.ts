/**
 * Names that people use everywhere and a part does not have, each with the reason. The page exercises/language.md lists the
 * same. Only the ordinary use is refused here, to tell it well; what gets around it finds nothing in the rig.
 */
import ts from 'typescript';

const reasons: Readonly<Record<string, readonly string[]>> = {
  'a part has no clock': ['Date.now', 'Date', 'performance'],
  'a part has no randomness': ['Math.random', 'crypto'],
  'a part has no timers': [
    'setTimeout',
    'setInterval',
    'setImmediate',
    'queueMicrotask',
    'requestAnimationFrame',
  ],
  'a part has no network': ['fetch', 'XMLHttpRequest', 'WebSocket'],
  'a part is no program of Node.js': ['process', 'require', 'Buffer'],
  'a part is not run in a browser': ['window', 'document', 'alert', 'prompt', 'localStorage', 'navigator'],
  'a part cannot watch the garbage collector': ['WeakRef', 'FinalizationRegistry'],
  'a part has one thread': ['SharedArrayBuffer', 'Atomics', 'Worker'],
  'a part has no time zones and no languages': ['Intl', 'Temporal'],
  'code that is made at run time cannot be counted': ['Function', 'WebAssembly'],
  'a part has the language and the console, and nothing else': ['structuredClone', 'URL', 'URLSearchParams'],
};

/** Name → reason. */
const notThere = new Map(
  Object.entries(reasons).flatMap(([reason, names]) => names.map((name) => [name, reason] as const)),
);

/** Collects, node by node, the uses of such names; the file may have something of its own under the same name. */
export class NotThere {
  readonly #uses: { node: ts.Node; name: string; global: string }[] = [];
  readonly #itsOwn = new Set<string>();

  visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && isDeclared(node)) {
      this.#itsOwn.add(node.text);
    } else if (ts.isTypeOfExpression(node) && ts.isIdentifier(node.expression)) {
      this.#itsOwn.add(node.expression.text); // it asks first whether it is there
    } else {
      const use = useOf(node);
      if (use !== undefined && notThere.has(use.name)) {
        this.#uses.push({ node, ...use });
      }
    }
  }

  /** What is wrong with the file, once each of its nodes was visited. */
  breaches(): { node: ts.Node; message: string }[] {
    return this.#uses
      .filter(({ global }) => !this.#itsOwn.has(global))
      .map(({ node, name }) => ({
        node,
        message: `'${name}' is not possible: ${notThere.get(name)!} (exercises/language.md lists what it has)`,
      }));
  }
}

/** A name that is called, constructed, or of which a property is read. */
function useOf(node: ts.Node): { name: string; global: string } | undefined {
  const isUse =
    ts.isCallExpression(node) ||
    ts.isNewExpression(node) ||
    ts.isPropertyAccessExpression(node) ||
    ts.isElementAccessExpression(node);
  if (!isUse || !ts.isIdentifier(node.expression)) {
    return undefined;
  }
  const global = node.expression.text;
  if (ts.isPropertyAccessExpression(node) && notThere.has(`${global}.${node.name.text}`)) {
    return { name: `${global}.${node.name.text}`, global };
  }
  // A Date of a number is only arithmetic. `Date()` and `new Date()` ask what time it is.
  const isDateOfNow =
    ts.isCallExpression(node) || (ts.isNewExpression(node) && (node.arguments ?? []).length === 0);
  return global === 'Date' && !isDateOfNow ? undefined : { name: global, global };
}

/** True where the file declares something of its own. */
function isDeclared(node: ts.Identifier): boolean {
  const { parent } = node;
  const declares =
    ts.isVariableDeclaration(parent) ||
    ts.isParameter(parent) ||
    ts.isBindingElement(parent) ||
    ts.isFunctionLike(parent) ||
    ts.isClassLike(parent) ||
    ts.isEnumDeclaration(parent) ||
    ts.isModuleDeclaration(parent) ||
    ts.isImportSpecifier(parent) ||
    ts.isImportClause(parent) ||
    ts.isNamespaceImport(parent);
  return declares && parent.name === node && !ts.isMethodDeclaration(parent) && !ts.isAccessor(parent);
}
