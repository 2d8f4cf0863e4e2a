/** What the part compiler's process sees in a handout; see engine/compiler-files.ts. */
import type * as original from '../../engine/index.js';

export const compilerFiles: typeof original.compilerFiles = [
  'package.json',
  'tsconfig.json',
  'dist/compile.js',
  'dist/typescript',
  'src',
];
