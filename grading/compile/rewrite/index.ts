/** From TypeScript to metered JavaScript that imports and exports nothing. */
export { clearParser, transpile, type Transpiled, withoutShellLine } from './transpile.js';
