/**
 * The signature of a conformance program: what it has left in memory between two symbols, saved for comparison with a
 * reference. As Spike's `+signature=FILE`, which riscv-arch-test (RISCOF) asks of every machine it tests.
 */
import { hex, type Image } from '../../../src/machine/index.js';
import { BootError } from './boot-error.js';
import type { GuestBytes } from './booted.js';
import { OutputFile } from './output-file.js';

const BEGIN = 'begin_signature';
const END = 'end_signature';

/**
 * Opens the file, and returns the function that saves the signature there and closes it: `granularity` bytes a line as one
 * hexadecimal number; a last line that is too short is filled with zeros. BootError where there can be no signature.
 */
export function signatureTo(file: string, image: Image, memory: GuestBytes, granularity: number): () => void {
  const begin = symbol(image, BEGIN);
  const end = symbol(image, END);
  if (end < begin || !memory.contains(begin, end - begin)) {
    throw new BootError(
      `the program's ${BEGIN} (${hex(begin)}) and ${END} (${hex(end)}) enclose no memory: link them, in this order, into it`,
    );
  }
  const output = new OutputFile(file, 'the signature');
  return () => {
    output.write(lines(memory.readBytes(begin, end - begin), granularity));
    output.close();
  };
}

function symbol({ symbols }: Image, name: string): number {
  const address = symbols[name];
  if (address === undefined) {
    throw new BootError(
      `the program has no symbol ${name}: a signature is what lies from ${BEGIN} to ${END}`,
    );
  }
  return address;
}

/** Little-endian, as the machine is: the last byte of a number in memory is its first in writing. */
function lines(bytes: Uint8Array, granularity: number): string {
  let text = '';
  for (let at = 0; at < bytes.length; at += granularity) {
    const number = Buffer.alloc(granularity);
    number.set(bytes.subarray(at, at + granularity));
    text += number.reverse().toString('hex') + '\n';
  }
  return text;
}
