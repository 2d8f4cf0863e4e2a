/** Grading. */
export { Grader, type Graded, type GradedWork, type GraderOptions } from './grader.js';
export { sum } from './sum.js';
