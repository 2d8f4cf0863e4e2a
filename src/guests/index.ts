/** The door of the guests: small programs in assembly, in the order in which they are best read. src/assembler assembles them. */
export { hello } from './hello.js';
export { ticker } from './ticker.js';
export { sleepy } from './sleepy.js';
export { processes } from './processes.js';
export { addressSpaces } from './address-spaces.js';
export { hostile } from './hostile.js';
export { runaway } from './runaway.js';
export { deskKernel } from './desk.js';
export {
  paraAbi,
  paraBatch,
  paraHello,
  paraHostile,
  paraProcesses,
  paraSingles,
  paraTicker,
} from './para/index.js';
export {
  checkDisk,
  type DiskSize,
  KERNEL_FILES,
  makeDisk,
  type NamedFile,
  readTree,
  type SourceLine,
  SourceLines,
  type Tree,
} from './kernel/index.js';
