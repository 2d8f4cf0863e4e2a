/** Booting a program on a bare machine, for `hyperlab run`. */
export { boot, type BootOptions } from './boot.js';
export { BootError } from './boot-error.js';
export { openDisk } from './disk-file.js';
export type { Ended } from './ending.js';
export { refuseOverwriting } from './output-file.js';
export { readFile, readProgram, type FirmwareChoice } from './read-program.js';
