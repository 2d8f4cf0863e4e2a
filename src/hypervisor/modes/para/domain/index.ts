/** One paravirtual VM, and what such VMs share. */
export { audit } from './audit.js';
export { balloonIn, balloonOut, setTarget } from './balloon.js';
export { Domain, type TrapEntry } from './domain.js';
export { pageUpdates, setOnlyRoot } from './page-updates.js';
export { worldOf } from './world.js';
