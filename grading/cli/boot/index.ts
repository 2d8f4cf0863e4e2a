/** The door of this room. The command is loaded when it is called. */
export { boot, withBoot } from './options.js';
