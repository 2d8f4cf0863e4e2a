/** Text of others, made fit to be read. */
export { difference, type Line, plainLines } from './difference.js';
export { grouped, legible, legibleLine } from './legible.js';
