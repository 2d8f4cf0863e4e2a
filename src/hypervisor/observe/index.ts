/** Guests run, watched and compared. */
export { compareRuns, firstDivergence, type SourceLine } from './divergence.js';
export { traceGuest } from './guest-events.js';
export {
  emulateInTurns,
  emulateOne,
  unmentioned,
  type Effect,
  type OneInstruction,
  type VcpuState,
} from './one-instruction.js';
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
} from './edited-page.js';
export { runGuest, runInTurns } from './run-guest.js';
export { resultOf, type Run, type RunOptions } from './run.js';
export { runSideBySide, type Difference, type Kernel, type SideBySide } from './side-by-side.js';
export { endStandstills } from './standstill.js';
export { recordTrace } from './trace.js';
export { unknownMachine, type HandedOut, type Surveyed } from './unknown-machine.js';
export {
  tellSilentFailures,
  watchSilentFailures,
  type SilentFailureReport,
  type SilentFailures,
} from './silent-failures.js';
export { tellEffect, tellInstruction } from './told-instruction.js';
