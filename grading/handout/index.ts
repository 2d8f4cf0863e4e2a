/** The students' repository. */
export { makeHandout, type Handout, type HandoutOptions } from './handout.js';
export { HandoutRefused } from './seal/index.js';
export { handedOutIn, writeHandout, type Written } from './write.js';
