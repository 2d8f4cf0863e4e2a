/**
 * What a part may import of this layer: the guests' sources, which are texts.
 * How such a file works is said in src/machine/for-parts.ts.
 */
export { hello } from './hello.js';
export { ticker } from './ticker.js';
export { sleepy } from './sleepy.js';
export { processes } from './processes.js';
export { addressSpaces } from './address-spaces.js';
export { hostile } from './hostile.js';
export { runaway } from './runaway.js';
export { deskKernel } from './desk.js';
export { paraBatch, paraHello, paraHostile, paraProcesses, paraSingles, paraTicker } from './para/index.js';
