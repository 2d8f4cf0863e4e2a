/** Numbers in hexadecimal, as in the specifications: `0x80000000`. */

/** `value` as an unsigned number in hexadecimal, with at least `digits` digits. */
export function hex(value: number, digits = 0): string {
  const unsigned = value < 0 ? value >>> 0 : value; // not `value >>> 0` in all cases: it would cut physical addresses, which have 34 bits
  return `0x${unsigned.toString(16).padStart(digits, '0')}`;
}

/** The eight digits of a 32-bit word, without 0x: a trace has so many that a table pays, several times as fast as toString(16). */
export const wordDigits = (word: number): string =>
  bytes[word >>> 24]! + bytes[(word >>> 16) & 0xff]! + bytes[(word >>> 8) & 0xff]! + bytes[word & 0xff]!;

/** Each byte in hexadecimal. */
const bytes = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, '0'));
