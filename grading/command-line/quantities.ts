/** Numbers on the command line, and lists. */
import { InvalidArgumentError } from 'commander';

const KIB = 1024;
const units: Readonly<Record<string, number>> = { '': 1, K: KIB, M: KIB ** 2, G: KIB ** 3 };
const PAGE_BYTES = 4096;

/** `128M`, `64K`, or bytes: whole pages, at most 1 GiB. */
export function memorySize(text: string): number {
  const [, number = '', unit = ''] = /^(\d+)([KMG]?)$/i.exec(text) ?? [];
  const bytes = Number(number || NaN) * (units[unit.toUpperCase()] ?? NaN);
  if (bytes >= PAGE_BYTES && bytes <= KIB ** 3 && bytes % PAGE_BYTES === 0) {
    return bytes;
  }
  throw new InvalidArgumentError(
    'A size of memory is a number with K, M or G, whole pages of 4K, at most 1G.',
  );
}

/** An address for code: even, of 32 bits. */
export function memoryAddress(text: string): number {
  const address = Number(text);
  if (/^(0x[0-9a-f]+|\d+)$/i.test(text) && address <= 0xffff_fffe && address % 2 === 0) {
    return address;
  }
  throw new InvalidArgumentError('An address is an even number of 32 bits, such as 0x80200000.');
}

/** A seed of random scenarios. */
export function seedNumber(text: string): number {
  const seed = Number(text);
  if (/^\d+$/.test(text) && seed <= 0xffff_ffff) {
    return seed;
  }
  throw new InvalidArgumentError('A seed is a whole number from 0 to 4294967295.');
}

/** Which of three hints. What else follows `--hint` is more often an exercise than a number that is wrong. */
export function hintNumber(text: string): number {
  if (/^[123]$/.test(text)) {
    return Number(text);
  }
  throw new InvalidArgumentError(
    'A hint is 1, 2 or 3. The exercise comes first: hyperlab check 08 --hint 2.',
  );
}

/** Physical memory protection: none, or the 16 entries that most machines have. */
export function pmpEntries(text: string): 0 | 16 {
  if (text === '0' || text === '16') {
    return Number(text) as 0 | 16;
  }
  throw new InvalidArgumentError('Give 0 or 16.');
}

/** Bytes on a line of a signature. */
export function signatureGranularity(text: string): number {
  if (text === '4' || text === '8' || text === '16') {
    return Number(text);
  }
  throw new InvalidArgumentError('Give 4, 8 or 16.');
}

/** A parser for whole numbers from `least` to `most`. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) {
      return value;
    }
    throw new InvalidArgumentError(`Give a whole number from ${least} to ${most}.`);
  };
}

/** `02,08` */
export function commaList(text: string): string[] {
  return text.split(',').filter((item) => item !== '');
}
