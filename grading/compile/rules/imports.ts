/**
 * What a part may import: names that a layer's `for-parts.ts` lists, from the door of that layer. Everything else is
 * refused here, by name, so that the rig never has to.
 */
import ts from 'typescript';
import type { NamesForParts } from './for-parts.js';
import { layerOf, listOf, type LayerName } from './layer-names.js';
import { nearestName } from './nearest-name.js';

const only =
  'only src/machine, src/assembler, src/guests and src/hypervisor can be imported, each by its index.js';

/** A list of names that is longer than this does not help in a message. */
const MOST_NAMES_TOLD = 40;

/** What is wrong with `node` as an import; undefined where nothing is wrong, or where it is no import. */
export function refuseImport(node: ts.Node, names: NamesForParts): string | undefined {
  if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
    return `import() is not possible in a part: ${only}, with an import at the top`;
  }
  if (ts.isExternalModuleReference(node)) {
    return `import with require() is not possible in a part: ${only}, with "import { … } from '…'"`;
  }
  const source = sourceOf(node);
  if (source !== undefined && layerNamedBy(source) === undefined) {
    const specifier = ts.isStringLiteral(source) ? source.text : source.getText();
    return `import of '${specifier.slice(0, 200)}' is not possible in a part: ${only}`;
  }
  return refuseName(node, names);
}

/** What `node` imports from; undefined where it imports nothing. */
function sourceOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) {
    return node.moduleSpecifier;
  }
  if (ts.isImportTypeNode(node)) {
    return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  }
  return undefined;
}

function layerNamedBy(source: ts.Node | undefined): LayerName | undefined {
  return source && ts.isStringLiteral(source) ? layerOf(source.text) : undefined;
}

/** The names are nodes of their own below the import, so that each is refused at its own place. */
function refuseName(node: ts.Node, names: NamesForParts): string | undefined {
  const imported = importedName(node);
  const layer = imported && layerNamedBy(sourceOf(imported.from));
  if (layer === undefined || names[layer].has(imported!.name)) {
    return undefined;
  }
  const { name } = imported!;
  if (name === 'default') {
    return `src/${layer} has no default export: write "import { … } from '…'" with names that ${listOf(layer)} lists`;
  }
  return `a part cannot import '${name.slice(0, 200)}' from src/${layer}: ${whatCanBe(name, names[layer], layer)}`;
}

/** The name that `node` takes from a module, and the import or export that names the module. */
function importedName(node: ts.Node): { name: string; from: ts.Node } | undefined {
  if (ts.isImportSpecifier(node)) {
    return { name: (node.propertyName ?? node.name).text, from: node.parent.parent.parent };
  }
  if (ts.isExportSpecifier(node)) {
    return { name: (node.propertyName ?? node.name).text, from: node.parent.parent };
  }
  if (ts.isImportClause(node)) {
    return node.name && { name: 'default', from: node.parent };
  }
  if (ts.isImportTypeNode(node)) {
    return node.qualifier && { name: firstName(node.qualifier), from: node };
  }
  return undefined;
}

/** `A` of `import('…').A.B`. */
function firstName(name: ts.EntityName): string {
  let first = name;
  while (ts.isQualifiedName(first)) {
    first = first.left;
  }
  return first.text;
}

function whatCanBe(wanted: string, names: ReadonlySet<string>, layer: LayerName): string {
  if (names.size === 0) {
    return 'that layer has nothing for parts';
  }
  const nearest = nearestName(wanted, names);
  const guess = nearest === undefined ? '' : `did you mean '${nearest}'? `;
  if (names.size > MOST_NAMES_TOLD) {
    return `${guess}${listOf(layer)} lists what it can import`;
  }
  return `${guess}it can import ${[...names].sort().join(', ')} (${listOf(layer)})`;
}
