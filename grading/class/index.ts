/** The door of this room: what other rooms may use of it. */
export { gradeClass, type GradeClassOptions } from './grade-class.js';
export { regradeClass, type RegradeOptions } from './regrade.js';
export { runWorker, type WorkerOptions } from './worker.js';
