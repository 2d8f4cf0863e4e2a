/** Booting a program on a bare machine or in a VM, for `hyperlab run`. */
export { boot, type BootOptions } from './boot.js';
export { BootError } from './boot-error.js';
export { openDisk, readDisk } from './disk-file.js';
export type { Ended } from './ending.js';
export { refuseOverwriting } from './output-file.js';
export type { VmChoice } from './virtual-machines.js';
export { sourceTableOf } from './source-table.js';
export { readFile, readProgram, type FirmwareChoice } from './read-program.js';
