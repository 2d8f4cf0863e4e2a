/** Runs of guests, on the bare machine and in every mode, and where two of them differ. */
export { compareRuns, firstDivergence, type SourceLine } from './divergence.js';
export { recordBare } from './run-bare.js';
export { runGuest, runInTurns } from './run-guest.js';
export { resultOf, unsigned, type Run, type RunOptions } from './run.js';
export { endStandstills } from './standstill.js';
