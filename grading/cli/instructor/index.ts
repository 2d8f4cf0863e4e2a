/** The door of this room. */
export { withClass } from './class-options.js';
export { withGrading } from './options.js';
