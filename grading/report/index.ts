/** What students may see of a result, and what is rendered from that: the feedback page and JUnit XML. */
export {
  placeOf,
  verdictMarks,
  type InstructorRemarks,
  studentExercise,
  studentView,
  type StudentCheck,
  type StudentExercise,
  type StudentResult,
  countOf,
  handedIn,
} from './student-view/index.js';
export { difference, plainLines, type Line, grouped, legible, legibleLine } from './text/index.js';
export { feedbackCss, renderFeedback } from './page/index.js';
export { renderJunit } from './junit/index.js';
