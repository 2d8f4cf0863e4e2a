/** How guest memory is mapped to the machine's. */
export { VMM_BYTES, createPool, tableFrames } from './machine-frames.js';
export { ShadowAddressSpace } from './shadow-address-space.js';
