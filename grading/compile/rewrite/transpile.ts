/** From TypeScript to metered JavaScript, in one pass over one file, by TypeScript's own transpiler. */
import ts from 'typescript';
import { linkTo } from './link.js';
import { hardenLiterals } from './literals.js';
import { meterWith } from './metering.js';
import { chooseNames, type Names } from './names.js';
import { breachesOf, type Fault, type NamesForParts } from '../rules/index.js';

export interface Transpiled {
  /** What TypeScript could not read; the rest then means nothing. */
  readonly syntax: readonly ts.Diagnostic[];
  /** What a part may not hold; the rest then means nothing. */
  readonly breaches: readonly Fault[];
  /** The body of the script, and its source map, as TypeScript made them. */
  readonly code: string;
  readonly map: string;
  readonly names: Names;
}

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2022,
  module: ts.ModuleKind.ESNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  isolatedModules: true,
  removeComments: true,
  sourceMap: true,
  newLine: ts.NewLineKind.LineFeed,
};

/** `importable` is what the part may import. */
export function transpile(text: string, importable: NamesForParts): Transpiled {
  let breaches: readonly Fault[] = [];
  let names: Names | undefined;
  const prepare: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => {
    breaches = breachesOf(file, importable);
    names = chooseNames(file);
    // A file that breaks the rules may be nested too deeply for the next steps.
    if (breaches.length > 0) {
      return context.factory.updateSourceFile(file, []);
    }
    return hardenLiterals(context, meterWith(names.meter, context, file));
  };
  const link: ts.TransformerFactory<ts.SourceFile> = (context) => (file) => linkTo(names!, context, file);
  const { outputText, sourceMapText, diagnostics } = ts.transpileModule(withoutShellLine(text), {
    fileName: 'part.ts',
    compilerOptions: options,
    reportDiagnostics: true,
    transformers: { before: [prepare], after: [link] },
  });
  const code = outputText.slice(0, outputText.lastIndexOf('//# sourceMappingURL='));
  return { syntax: diagnostics ?? [], breaches, code, map: sourceMapText!, names: names! };
}

/** A line for the shell (`#!`) is legal only at the start of a file. As a comment it leaves all positions the same. */
export function withoutShellLine(text: string): string {
  return text.replace(/^(\uFEFF?)#!/, '$1//');
}

/** Reads an empty file: a parser that ran out of stack keeps its state, and would use it for the next file. */
export function clearParser(): void {
  ts.createSourceFile('empty.ts', '', ts.ScriptTarget.ES2022);
}
