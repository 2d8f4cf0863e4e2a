/** The door of `disassemble`: from machine code and traces to text. */
export { disassemble, formatInstruction, type FormatOptions } from './disassemble.js';
export { traceJson, traceLine } from './trace-lines.js';
