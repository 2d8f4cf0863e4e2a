/** The door of `encode`: from an instruction to its 32 bits, and from these to the 16 bits that say the same. */
export { compress, compressAs } from './compress.js';
export { encode, rowOf, type Operands } from './encode.js';
