/** What every command shares: its options and numbers, and how it ends. */
export { execute, prepare } from './execute.js';
export { InputError } from './input-error.js';
export { later } from './later.js';
export { type MachineChoice, withMachineOptions } from './machine-options.js';
export { profileNames, profiles } from './profiles.js';
export { createProgress, type Progress } from './progress.js';
export {
  commaList,
  hintNumber,
  memoryAddress,
  seedNumber,
  signatureGranularity,
  wholeNumber,
} from './quantities.js';
