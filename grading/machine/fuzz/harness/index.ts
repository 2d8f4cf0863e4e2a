/** Runs a batch of cases on this machine and on QEMU, and reads what came of each. */
export { casesInBootRom } from './boot-rom.js';
export { countEvents, type Events } from './events.js';
export { batchImage, type Outcome, readOutcome, type TrapLog } from './image.js';
export { runHere } from './run-here.js';
export { isKnownQemu, qemuVersion, withQemu } from './qemu.js';
