/** What `hyperlab run` is given to boot: an ELF file or a flat binary, and how a machine starts it. */
import { readFileSync } from 'node:fs';
import { ImageError, loadElf, RAM_BASE, type Image } from '../../src/machine/index.js';
import { BootError } from './boot-error.js';

/** Where QEMU puts a flat kernel behind the firmware of a 32-bit board. */
const BEHIND_FIRMWARE = RAM_BASE + 0x40_0000;

const LARGEST_FILE = 256 * 1024 * 1024;
const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];

export type FirmwareChoice = 'auto' | 'none' | 'sbi';

export interface Program {
  readonly image: Image;
  readonly firmware: 'none' | 'sbi';
}

/**
 * Reads the program in `file`. With 'auto', one that begins where memory begins is machine mode itself, as with QEMU's
 * `-bios none`; any other is an S-mode kernel and finds an SBI. A flat binary has no address: it is put where the choice of
 * firmware says, and 'auto' takes it for machine mode.
 */
export function readProgram(file: string, choice: FirmwareChoice): Program {
  const bytes = readFile(file, LARGEST_FILE);
  if (bytes.length === 0) throw new BootError(`${file}: is empty: give an ELF file or a flat binary`);
  const flat = ELF_MAGIC.some((byte, index) => bytes[index] !== byte);
  const image = flat ? flatImage(bytes, choice) : elfImage(file, bytes);
  const beginsInMemory = image.segments.some(({ address }) => address === RAM_BASE);
  const firmware = choice === 'auto' ? (beginsInMemory ? 'none' : 'sbi') : choice;
  return { image, firmware };
}

/** The whole file. BootError where there is none, or one of more than `limit` bytes. */
export function readFile(file: string, limit: number): Uint8Array {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const reasons: Readonly<Record<string, string>> = { ENOENT: 'does not exist', EISDIR: 'is a folder' };
    throw new BootError(`${file}: ${reasons[code ?? ''] ?? `cannot be read (${code})`}: check the path`);
  }
  if (bytes.length > limit) throw new BootError(`${file}: is larger than ${limit / 2 ** 20} MiB`);
  return bytes;
}

function flatImage(bytes: Uint8Array, choice: FirmwareChoice): Image {
  const entry = choice === 'sbi' ? BEHIND_FIRMWARE : RAM_BASE;
  return { entry, segments: [{ address: entry, bytes, memoryBytes: bytes.length }], symbols: {} };
}

function elfImage(file: string, bytes: Uint8Array): Image {
  try {
    return loadElf(bytes);
  } catch (error) {
    if (error instanceof ImageError) throw new BootError(`${file}: ${error.message}`);
    throw error;
  }
}
