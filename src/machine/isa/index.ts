/** The door of this room: what other rooms may import from it. */
export { Cause, CAUSE_INTERRUPT, causeName, dataAccessCauses, fetchCauses, isInterrupt } from './causes.js';
export {
  type CompressedRow,
  compressedTable,
  expandCompressed,
  findCompressed,
  isCompressed,
} from './compressed.js';
export * as csrs from './csrs.js';
export * from './csrs.js';
export { decode } from './decode.js';
export { hex, wordDigits } from './hex.js';
export {
  type Format,
  hypervisorTable,
  type Instruction,
  type InstructionRow,
  instructionTable,
  type Mnemonic,
} from './instructions.js';
export { Mode, modeName } from './modes.js';
export {
  allHoles,
  assisted,
  hasCsrHole,
  type Hole,
  legacy,
  legacyWith,
  type Profile,
  strict,
} from './profiles.js';
export { REG_A0, REG_A1, REG_A2, REG_A6, REG_A7, REG_SP, registerNames } from './registers.js';
export type { AccessName, TraceEvent, Tracer } from './trace.js';
