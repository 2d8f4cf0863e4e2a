/** What the part compiler's process sees of the lab: the sources, for their types, and TypeScript itself; nothing else. */
export const compilerFiles: readonly string[] = [
  'package.json',
  'tsconfig.json',
  'dist/compile.js',
  'src',
  'node_modules/typescript',
];
