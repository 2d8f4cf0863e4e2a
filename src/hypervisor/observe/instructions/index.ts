/** One instruction at a time: what it does, and what it should have done. */
export {
  type Effect,
  emulateInTurns,
  emulateOne,
  type OneInstruction,
  unmentioned,
  type VcpuState,
} from './one-instruction.js';
export {
  type SilentFailureReport,
  type SilentFailures,
  tellSilentFailures,
  watchSilentFailures,
} from './silent-failures.js';
export { tellEffect, tellInstruction } from './told-instruction.js';
export { type HandedOut, type Surveyed, unknownMachine } from './unknown-machine.js';
