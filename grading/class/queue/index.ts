/** The door of this room: what other rooms may use of it. */
export { GradingQueue, type Taken } from './grading-queue.js';
export { Presence } from './presence.js';
