/** All mutants of a part: each operator asked at each node that runs, with what comes out twice left out. */
import ts from 'typescript';
import * as assembler from '../../src/assembler/index.js';
import * as guests from '../../src/guests/index.js';
import * as hypervisor from '../../src/hypervisor/index.js';
import * as machine from '../../src/machine/index.js';
import { lineOf, type Mutant } from './mutant.js';
import { operators, type Change, type Imported } from './operators/index.js';

/** In the order of the file. Many have wrong types; only the type checker can tell which. */
export function findMutants(text: string): Mutant[] {
  const source = ts.createSourceFile('part.ts', text, ts.ScriptTarget.ESNext, true);
  const imported = importedValues(source);
  const found = new Map<string, Mutant>(); // by the whole text
  const visit = (node: ts.Node, within: readonly string[]): void => {
    if (!runs(node)) {
      return;
    }
    const name = nameOf(node);
    const path = name === undefined ? within : [...within, name];
    for (const [operator, changesAt] of Object.entries(operators)) {
      for (const change of changesAt(node, imported)) {
        const mutated = apply(text, change);
        if (mutated !== text && !found.has(mutated)) {
          found.set(mutated, { operator, within: path, ...lineOf(text, change), text: mutated });
        }
      }
    }
    ts.forEachChild(node, (child) => visit(child, path));
  };
  visit(source, []);
  return [...found.values()].sort((a, b) => a.line - b.line);
}

function apply(text: string, { start, end, text: replacement }: Change): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** Types are gone before a part runs, and a part that imports something else is another part. */
function runs(node: ts.Node): boolean {
  return !(
    ts.isTypeNode(node) ||
    ts.isImportDeclaration(node) ||
    ts.isTypeAliasDeclaration(node) ||
    ts.isInterfaceDeclaration(node)
  );
}

/** What a reader calls this piece of code: the name of a function, a method, or a constant. */
function nameOf(node: ts.Node): string | undefined {
  const named =
    ts.isFunctionDeclaration(node) ||
    ts.isMethodDeclaration(node) ||
    ts.isVariableDeclaration(node) ||
    (ts.isPropertyAssignment(node) && ts.isFunctionLike(node.initializer));
  return named && node.name && ts.isIdentifier(node.name) ? node.name.text : undefined;
}

const layers: Readonly<Record<string, object>> = { assembler, guests, hypervisor, machine };

function importedValues(source: ts.SourceFile): Imported {
  const values = new Map<string, unknown>();
  for (const statement of source.statements) {
    const from = ts.isImportDeclaration(statement) && (statement.moduleSpecifier as ts.StringLiteral).text;
    const layer = from && layers[/\/src\/(\w+)\/index\.js$/.exec(from)?.[1] ?? ''];
    const names = ts.isImportDeclaration(statement) && statement.importClause?.namedBindings;
    if (layer && names && ts.isNamedImports(names)) {
      for (const { name } of names.elements) {
        values.set(name.text, (layer as Record<string, unknown>)[name.text]);
      }
    }
  }
  return values;
}
