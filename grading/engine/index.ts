/** Grading. */
export type { buildBundles, buildRigs } from './bundles.js';
export type { compilerFiles } from './compiler-files.js';
export { Compiler } from './compiler.js';
export { graderDigest } from './digest.js';
export type { HandedPart } from './grade-exercise.js';
export { Grader, type Graded, type GradedWork, type GraderOptions, type KnownExercise } from './grader.js';
export { KnownParts } from './known-parts.js';
export { sum } from './sum.js';
