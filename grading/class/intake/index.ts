/** The door of this room: what other rooms may use of it. */
export { takeIn, type TakenIn } from './take-in.js';
