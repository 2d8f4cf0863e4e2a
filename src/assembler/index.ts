/**
 * The assembler: GNU syntax in, machine code out, and back again.
 */
export { assemble, type AssembleOptions, type ListingEntry, type Program } from './assemble/assemble.js';
export { disassemble, formatInstruction, type FormatOptions } from './disassemble/disassemble.js';
export { encode, type Operands } from './encode/encode.js';
export { AsmError } from './text/errors.js';
export { traceJson, traceLine } from './disassemble/trace-lines.js';
