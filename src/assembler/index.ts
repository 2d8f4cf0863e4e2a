/**
 * The assembler: GNU syntax in, machine code out, and back again.
 */
export { assemble, type AssembleOptions, type ListingEntry, type Program } from './assemble/index.js';
export {
  disassemble,
  formatInstruction,
  traceJson,
  traceLine,
  type FormatOptions,
} from './disassemble/index.js';
export { encode, type Operands } from './encode/index.js';
export { AsmError } from './text/index.js';
