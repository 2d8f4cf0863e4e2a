/** The programs in a folder of test suites, where their listings, sources and builds for other machines lie beside them. */
import { closeSync, openSync, readdirSync, readSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { InputError } from '../../command-line/index.js';

export interface Found {
  /** Executables for a 32-bit RISC-V, by name. */
  readonly files: readonly string[];
  /** How many ELF files are something else: 64-bit programs, object files. */
  readonly others: number;
}

/** InputError where there is no such folder, or no program in it. */
export function findPrograms(folder: string): Found {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) {
    throw new InputError(`${folder}: is no folder: name one with ELF files`);
  }
  const kinds = readdirSync(folder)
    .sort()
    .map((name) => join(folder, name))
    .filter((path) => statSync(path, { throwIfNoEntry: false })?.isFile())
    .map((path) => ({ path, kind: kindOf(path) }));
  const files = kinds.filter(({ kind }) => kind === 'program').map(({ path }) => path);
  if (files.length === 0) {
    throw new InputError(`${folder}: has no ELF file for a 32-bit RISC-V: name a folder that does`);
  }
  return { files, others: kinds.filter(({ kind }) => kind === 'other ELF').length };
}

const MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const CLASS_32 = 1;
const TYPE_EXECUTABLE = 2;
const MACHINE_RISCV = 0xf3;

function kindOf(path: string): 'program' | 'other ELF' | 'no ELF' {
  const file = openSync(path, 'r');
  const start = Buffer.alloc(20);
  readSync(file, start, 0, start.length, 0);
  closeSync(file);
  if (MAGIC.some((byte, index) => start[index] !== byte)) {
    return 'no ELF';
  }
  const isOurs =
    start[4] === CLASS_32 &&
    start.readUInt16LE(16) === TYPE_EXECUTABLE &&
    start.readUInt16LE(18) === MACHINE_RISCV;
  return isOurs ? 'program' : 'other ELF';
}
