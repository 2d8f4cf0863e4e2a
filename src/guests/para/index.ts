/** The door of `para`: guests that know that they are guests, in the order in which they are best read. */
export { paraAbi } from './abi.js';
export { paraHello } from './hello.js';
export { paraTicker } from './ticker.js';
export { paraProcesses } from './processes.js';
export { paraBatch, paraSingles } from './batch.js';
export { paraHostile } from './hostile.js';
