/** What `hyperlab run` is given to boot: an ELF file or a flat binary, and how a machine starts it. */
import { readFileSync, statSync } from 'node:fs';
import { ImageError, loadElf, RAM_BASE, type Image } from '../../../src/machine/index.js';
import { BootError } from './boot-error.js';

/** Where QEMU puts a flat kernel on a 32-bit board: after the firmware. */
const BEHIND_FIRMWARE = RAM_BASE + 0x40_0000;

const LARGEST_FILE = 256 * 1024 * 1024;
const ELF_MAGIC = [0x7f, 0x45, 0x4c, 0x46];
const LINUX_MAGIC = [0x52, 0x53, 0x43, 0x05]; // in the header of its flat image
const LINUX_MAGIC_AT = 56;

export type FirmwareChoice = 'auto' | 'none' | 'sbi';

export interface Program {
  readonly file: string;
  readonly image: Image;
  readonly firmware: 'none' | 'sbi';
}

export interface ReadOptions {
  readonly firmware: FirmwareChoice;
  /** Where a flat binary is put and begins. Default: where QEMU puts it. */
  readonly address?: number;
}

/**
 * Reads the program in `file`. With 'auto', one that begins where memory begins is machine mode itself, as with QEMU's
 * `-bios none`; any other is an S-mode kernel and finds an SBI. A flat binary without an address is put where the choice of
 * firmware says, and 'auto' takes it for machine mode, unless it is Linux.
 */
export function readProgram(file: string, { firmware: choice, address }: ReadOptions): Program {
  const bytes = readFile(file, LARGEST_FILE);
  if (bytes.length === 0) {
    throw new BootError(`${file}: is empty: give an ELF file or a flat binary`);
  }
  const flat = !startsWith(bytes, 0, ELF_MAGIC);
  if (!flat && address !== undefined) {
    throw new BootError(`${file}: an ELF file says itself where it is loaded: leave --address out`);
  }
  const image = flat ? flatImage(bytes, choice, address) : elfImage(file, bytes);
  const beginsInMemory = image.segments.some(({ address }) => address === RAM_BASE);
  const firmware = choice === 'auto' ? (beginsInMemory ? 'none' : 'sbi') : choice;
  return { file, image, firmware };
}

/**
 * The whole file. BootError where there is none, or one of more than `limit` bytes; and for pipes and devices, which may never
 * come to an end, or never begin.
 */
export function readFile(file: string, limit: number): Uint8Array {
  try {
    const stats = statSync(file);
    if (stats.isFile() && stats.size <= limit) {
      return readFileSync(file);
    }
    const problem = stats.isDirectory()
      ? 'is a folder: check the path'
      : stats.isFile()
        ? `is larger than ${limit / 2 ** 20} MiB`
        : 'is a pipe or a device: name a file';
    throw new BootError(`${file}: ${problem}`);
  } catch (error) {
    if (error instanceof BootError) {
      throw error;
    }
    const { code } = error as NodeJS.ErrnoException;
    throw new BootError(
      `${file}: ${code === 'ENOENT' ? 'does not exist' : `cannot be read (${code})`}: check the path`,
    );
  }
}

function flatImage(bytes: Uint8Array, choice: FirmwareChoice, address?: number): Image {
  const isKernel = choice === 'sbi' || (choice === 'auto' && startsWith(bytes, LINUX_MAGIC_AT, LINUX_MAGIC));
  const entry = address ?? (isKernel ? BEHIND_FIRMWARE : RAM_BASE);
  return { entry, segments: [{ address: entry, bytes, memoryBytes: bytes.length }], symbols: {} };
}

function startsWith(bytes: Uint8Array, at: number, magic: readonly number[]): boolean {
  return magic.every((byte, index) => bytes[at + index] === byte);
}

function elfImage(file: string, bytes: Uint8Array): Image {
  try {
    return loadElf(bytes);
  } catch (error) {
    if (error instanceof ImageError) {
      throw new BootError(`${file}: ${error.message}`);
    }
    throw error;
  }
}
