/**
 * The assembler: GNU syntax in, machine code out, and back again.
 */
export { assemble, type AssembleOptions, type ListingEntry, type Program } from './assemble.js';
export { disassemble, formatInstruction, type FormatOptions } from './disassemble.js';
export { encode, type Operands } from './encode.js';
export { AsmError } from './errors.js';
export { traceJson, traceLine } from './trace-lines.js';
