/** Guests run, watched and compared. */
export {
  compareRuns,
  firstDivergence,
  type SourceLine,
  runGuest,
  runInTurns,
  resultOf,
  type Run,
  type RunOptions,
  endStandstills,
} from './run/index.js';
export { traceGuest, recordTrace } from './trace/index.js';
export {
  emulateInTurns,
  emulateOne,
  unmentioned,
  type Effect,
  type OneInstruction,
  type VcpuState,
  unknownMachine,
  type HandedOut,
  type Surveyed,
  tellSilentFailures,
  watchSilentFailures,
  type SilentFailureReport,
  type SilentFailures,
  tellEffect,
  tellInstruction,
} from './instructions/index.js';
export {
  editSketch,
  effectiveEdits,
  needlessTraps,
  packEdits,
  sketchedPage,
  unpackEdits,
  wrongEntry,
  type EditedPage,
  type PageSketch,
} from './edits/index.js';
export { runSideBySide, type Difference, type Kernel, type SideBySide } from './kernels/index.js';
