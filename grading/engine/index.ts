/** Grading. */
export { Compiler } from './compiler.js';
export { Grader, type Graded, type GradedWork, type GraderOptions } from './grader.js';
export { sum } from './sum.js';
