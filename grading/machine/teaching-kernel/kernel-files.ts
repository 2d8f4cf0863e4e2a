/** The teaching kernel's files in src/guests/kernel/built: its ELF file and its disk. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { type Image, loadElf } from '../../../src/machine/index.js';
import { labRoot } from '../../lab-root.js';

export function kernelImage(): Image {
  return loadElf(readFileSync(join(labRoot(), KERNEL_FILES.elf)));
}

/** The paravirtual port. */
export function paraKernelImage(): Image {
  return loadElf(readFileSync(join(labRoot(), KERNEL_FILES.para)));
}

/** A fresh copy of the disk: a kernel changes it. */
export function kernelDisk(): Uint8Array {
  return Uint8Array.from(readFileSync(join(labRoot(), KERNEL_FILES.disk)));
}
