/** The door of this room: what other rooms may use of it. */
export { bundleRigs, rigsOf } from './bundle.js';
export { CallFailed, RigClient } from './client.js';
export type { Rig } from './define-rig.js';
export type { RigRequest } from './protocol.js';
export { RIGS_SCRIPT, startRig } from './start.js';
export { packImage, type SentImage, unpackImage } from './sent-guest.js';
export { RigStock } from './stock.js';
export { writeValue } from './write-value.js';
