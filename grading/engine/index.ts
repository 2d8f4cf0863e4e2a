/** Grading. */
export type { buildBundles, buildRigs } from './bundles.js';
export type { compilerFiles } from './compiler-files.js';
export { Compiler } from './compiler.js';
export { graderDigest } from './digest.js';
export type { Graded, GradedWork, HandedPart, KnownExercise } from './graded.js';
export { Grader, type GraderOptions } from './grader.js';
export { KnownParts } from './known-parts.js';
export { sum } from './sum.js';
