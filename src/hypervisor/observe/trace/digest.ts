/**
 * A short fingerprint of memory, to compare two runs by. FNV-1a, 32 bits (Fowler, Noll and Vo): no defence against intent. The memory
 * comes in pieces, one after the other.
 */
export function digest(pieces: readonly Uint8Array[]): string {
  const hash = pieces.reduce(hashOn, 0x811c_9dc5);
  return (hash >>> 0).toString(16).padStart(8, '0');
}

/** The hash of what was before and these bytes. */
function hashOn(before: number, bytes: Uint8Array): number {
  const words = wordsOf(bytes);
  let hash = before;
  let zeros = 0;
  for (let index = 0; index < words.length; index++) {
    const word = words[index]!;
    if (word === 0) {
      zeros += 4;
      continue;
    }
    hash = Math.imul(hash, power(PRIME, zeros));
    zeros = 0;
    for (let byte = 4 * index; byte < 4 * index + 4; byte++) {
      hash = Math.imul(hash ^ bytes[byte]!, PRIME);
    }
  }
  hash = Math.imul(hash, power(PRIME, zeros));
  for (let byte = 4 * words.length; byte < bytes.length; byte++) {
    hash = Math.imul(hash ^ bytes[byte]!, PRIME);
  }
  return hash;
}

const PRIME = 0x0100_0193;

/** The whole words at the start of `bytes`. A byte of zero only multiplies the hash, and most of a guest's memory is zeros. */
function wordsOf(bytes: Uint8Array): Int32Array {
  const count = bytes.length >>> 2;
  return bytes.byteOffset % 4 === 0
    ? new Int32Array(bytes.buffer, bytes.byteOffset, count)
    : new Int32Array(bytes.slice(0, 4 * count).buffer);
}

/** `base` to the power of `exponent`, modulo 2³², by squaring. */
function power(base: number, exponent: number): number {
  let result = 1;
  for (; exponent > 0; exponent >>>= 1) {
    if ((exponent & 1) === 1) {
      result = Math.imul(result, base);
    }
    base = Math.imul(base, base);
  }
  return result;
}
