/** The modes in which the VMM can run a guest. */
export { modes, vmModes, type VmMode } from './modes.js';
