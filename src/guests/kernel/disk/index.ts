/** The door of the disk room: making, reading and checking the kernel's disks. */
export { checkDisk } from './check-disk.js';
export { type DiskSize, makeDisk, type NamedFile } from './make-disk.js';
export { readTree, type Tree } from './read-disk.js';
export { BLOCK_BYTES } from './layout.js';
