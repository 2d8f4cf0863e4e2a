/** Random guests: their programs, from a seed. */
export { randomGuest, sourceOf, type Guest } from './guest.js';
export { MEMORY_BYTES } from './layout.js';
export { LOG_WORDS, logOf } from './several-harts.js';
