/** From guest addresses to machine frames. */
export { IDLE_TAX, balloonTargets, type MemoryClaim } from './balloon-targets.js';
export { GStageTables } from './g-stage-tables.js';
export { VMM_BYTES, createPool, tableFrames, vmmBytes } from './machine-frames.js';
export { ShadowAddressSpace } from './shadow-address-space.js';
export { ShadowTables } from './shadow-tables.js';
export { TwoStageAddressSpace } from './two-stage-address-space.js';
export { walkedEntries } from './walked-entries.js';
