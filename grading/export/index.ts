/** Results in the formats of other systems. */
export { toClassroom50, type ClassroomPlace } from './classroom50.js';
export { ExportError } from './export-error.js';
export { toExercism } from './exercism.js';
export { toCanvas, toMoodle, type Gradebook } from './gradebook.js';
export { remarksOf } from './by-hand.js';
export { gradedAlone, gradedInClass, type Graded } from './graded.js';
export type { Roster } from './on-roster.js';
export { toGradescope } from './gradescope.js';
export { toPrairieLearn } from './prairielearn.js';
export { refusedForGradescope, refusedForPrairieLearn } from './refused.js';
