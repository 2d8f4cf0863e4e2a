/** The door of this room: what other rooms may import from it. */
export { atomic, atomicOperations } from './atomics.js';
export { load, loadWidths, store, storeWidths } from './data-access.js';
export { fetchOffset, fetchWord, isRemembered, lookAtWord } from './fetch.js';
export { type GuestRecord, guestRecord } from './guest-traps.js';
export { type DecodedCode, Hart, HART_BYTES, type HartSetup, NO_RESERVATION, NO_TRAP, SINK } from './hart.js';
export { executeSystem, systemOperations } from './system.js';
export { entersGuest, enterTrap, nextInterrupt, pendingInterrupts, trapTarget } from './traps.js';
