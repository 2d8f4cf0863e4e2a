/**
 * The door of the teaching kernel. Its ELF file and its disk are files: whoever runs it reads them, with paths from the lab's root,
 * since src/ itself reads no files.
 */
export { checkDisk, type DiskSize, makeDisk, type NamedFile, readTree, type Tree } from './disk/index.js';
export { type SourceLine, SourceLines } from './source-lines.js';

export const KERNEL_FILES = {
  folder: 'src/guests/kernel/built',
  /** For firmware 'sbi', with 8 MiB of memory or more, and a device tree. */
  elf: 'src/guests/kernel/built/kernel.elf',
  /** Its paravirtual port, for a VM in mode para: the same kernel with para.patch. */
  para: 'src/guests/kernel/built/kernel-para.elf',
  /** The disk, 1 MiB, with all programs. */
  disk: 'src/guests/kernel/built/disk.img',
  /** Which address is which line of the sources, for SourceLines. */
  lines: 'src/guests/kernel/built/kernel.lines',
} as const;
