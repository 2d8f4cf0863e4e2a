/** The door of this room. The command is loaded when it is called. */
export { run, withRun } from './options.js';
