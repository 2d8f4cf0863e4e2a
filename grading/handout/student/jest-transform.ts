/** How plain Jest reads TypeScript in a handout, where there is no ts-jest: with the TypeScript that lies in dist/. */
import ts from 'typescript';

function process(text: string, fileName: string): { code: string } {
  const { outputText } = ts.transpileModule(text, {
    fileName,
    compilerOptions: {
      target: ts.ScriptTarget.ES2022,
      module: ts.ModuleKind.CommonJS,
      esModuleInterop: true,
      inlineSourceMap: true,
      inlineSources: true,
    },
  });
  return { code: outputText };
}

/** What Jest looks for. */
export default { process };
