/**
 * Which names a part may import, read from the `for-parts.ts` of each layer. The files are parsed, never run, so types are
 * found as well as values.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { layersForParts, listOf, type LayerName } from './layer-names.js';

export type NamesForParts = Readonly<Record<LayerName, ReadonlySet<string>>>;

/** Reads the four lists of the lab that lies in `root`. Throws where one is missing, or exports anything but names. */
export function readNamesForParts(root: string): NamesForParts {
  const read = (layer: LayerName) => {
    const file = listOf(layer);
    return [layer, exportedNames(file, readFileSync(join(root, file), 'utf8'))] as const;
  };
  return Object.fromEntries(layersForParts.map(read)) as Record<LayerName, ReadonlySet<string>>;
}

/** The names that the text of a list exports: `export { a, type B as C } from '…'` has `a` and `C`. */
export function exportedNames(file: string, text: string): ReadonlySet<string> {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
  const names = source.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) {
      const { exportClause } = statement;
      if (exportClause && ts.isNamedExports(exportClause)) {
        return exportClause.elements.map(({ name }) => name.text);
      }
    }
    const { line } = source.getLineAndCharacterOfPosition(statement.getStart(source));
    throw new Error(
      `${file}:${line + 1}: only "export { name, … } from '…'" can stand here: the list is read, not run`,
    );
  });
  return new Set(names);
}
