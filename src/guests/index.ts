/** The guests: small programs in assembly, in the order in which they are best read. Assemble them with src/assembler. */
export { hello } from './hello.js';
export { ticker } from './ticker.js';
export { sleepy } from './sleepy.js';
export { processes } from './processes.js';
export { addressSpaces } from './address-spaces.js';
export { hostile } from './hostile.js';
export { runaway } from './runaway.js';
export { paraHello } from './para/hello.js';
export { paraTicker } from './para/ticker.js';
export { paraProcesses } from './para/processes.js';
export { paraBatch, paraSingles } from './para/batch.js';
export { paraHostile } from './para/hostile.js';
