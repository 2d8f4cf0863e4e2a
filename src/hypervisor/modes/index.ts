/** The modes in which the VMM can run a guest. */
export { PARA_EXTENSION, ParaCall } from './para/index.js';
export { homeProfile, modes, vmModes, type VmMode } from './modes.js';
export { failsSilently, storable } from './binary-translation/index.js';
