/** `npm run guests:build [-- FOLDER]`: builds the teaching kernel into its folder, or into another one. */
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { labRoot } from '../../lab-root.js';
import { buildGuests, compilerInstalled } from './build-guests.js';

if (compilerInstalled()) {
  buildGuests(process.argv[2] ?? join(labRoot(), KERNEL_FILES.folder));
} else {
  console.error('guests:build: riscv64-unknown-elf-gcc is not installed (Debian: gcc-riscv64-unknown-elf)');
  process.exitCode = 2;
}
