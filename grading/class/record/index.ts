/** The door of this room: what other rooms may use of it. */
export type {
  Attempt,
  AttemptState,
  ClassExercise,
  ClassProblem,
  ClassRecord,
  ClassStudent,
  ExerciseScore,
  ExtraTime,
  Grading,
  Note,
  PointsByHand,
  ProblemKind,
  StudentState,
} from './class-record.js';
export { CLASS_FILE, parseClass, readClass, writeClass } from './read-write.js';
export { totalOf } from './rules.js';
