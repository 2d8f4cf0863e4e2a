/** The door of this room: what other rooms may use of it. */
export { busySeconds } from './cost.js';
export { copyLab } from './lab-copy.js';
