/** The door of this room: what other rooms may use of it. */
export type { Outcome, ReportCheck, ReportClass, ReportExercise, ReportStudent, Work } from './model.js';
export { readReportClass } from './read-class.js';
