/** One paravirtual VM, and what such VMs share. */
export { audit } from './audit.js';
export { balloonIn, balloonOut, setTarget } from './balloon.js';
export type { Domain, TrapEntry } from './domain.js';
export { UPDATE_CYCLES, pageUpdates, setOnlyRoot } from './page-updates.js';
export { UpdateRing } from './update-ring.js';
export { worldOf } from './world.js';
