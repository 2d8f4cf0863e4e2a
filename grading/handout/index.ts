/** The students' repository. */
export type { Handout } from './handout.js';
export { HandoutRefused } from './seal/index.js';
export { makeHandout, type HandoutOptions } from './make-handout.js';
export { handedOutIn, writeHandout, type Written } from './write.js';
