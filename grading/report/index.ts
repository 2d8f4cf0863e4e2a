/** What students may see of a result, and what is rendered from that: the feedback page and JUnit XML. */
export { renderFeedback } from './feedback.js';
export { renderJunit } from './junit.js';
export { legible, legibleLine } from './legible.js';
export type { InstructorRemarks } from './remarks.js';
export {
  studentExercise,
  studentView,
  type StudentCheck,
  type StudentExercise,
  type StudentResult,
} from './student-view.js';
export { handedIn } from './summary.js';
