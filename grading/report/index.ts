/** What students may see of a result, and what is rendered from that: the feedback page and JUnit XML. */
export { placeOf, verdictMarks } from './check-view.js';
export { difference, plainLines, type Line } from './difference.js';
export { feedbackCss, renderFeedback } from './feedback.js';
export { renderJunit } from './junit.js';
export { grouped, legible, legibleLine } from './legible.js';
export type { InstructorRemarks } from './instructor-remarks.js';
export {
  studentExercise,
  studentView,
  type StudentCheck,
  type StudentExercise,
  type StudentResult,
} from './student-view.js';
export { countOf, handedIn } from './summary.js';
