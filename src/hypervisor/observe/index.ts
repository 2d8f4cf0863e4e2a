/** Guests run, watched and compared. */
export { compareRuns, firstDivergence, type SourceLine } from './divergence.js';
export { runGuest } from './run-guest.js';
export { resultOf, type Run, type RunOptions } from './run.js';
export { recordTrace } from './trace.js';
