/** The modes in which the VMM can run a guest. */
export { modes, type VmMode } from './modes.js';
