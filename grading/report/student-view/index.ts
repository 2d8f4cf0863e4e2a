/** What students may see of a result, and the words that all pages use for it. */
export type { InstructorRemarks } from './instructor-remarks.js';
export { placeOf, verdictMarks } from './marks.js';
export {
  type StudentCheck,
  studentExercise,
  type StudentExercise,
  type StudentResult,
  studentView,
} from './student-view.js';
export { countOf, handedIn, nextStep, pointsOf, summarise, type Summary, wasHandedIn } from './summary.js';
