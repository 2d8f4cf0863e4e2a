/** The door of this room. The command is loaded when it is called. */
export { check, withCheck } from './options.js';
