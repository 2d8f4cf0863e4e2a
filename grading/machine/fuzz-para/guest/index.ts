/** A hostile paravirtual guest, and what attacks are made of. */
export { hostileGuest, sourceOf, type Guest } from './guest.js';
export { MEMORY_BYTES, page, ROOT, SHARED, TABLE, UPDATES, WINDOW_TABLE } from './layout.js';
export { call, ownEntry, store, update } from './pieces.js';
