/**
 * The part compiler, as the rest of the grader sees it. Compiling itself happens in a process of its own (`main.ts`), so
 * this index loads no TypeScript.
 */
export { mapPosition } from './map-position.js';
export type { CompileReply, CompileRequest, PartText, TypesReply, TypesRequest } from './protocol.js';
export type { Diagnostic } from './rules/index.js';
