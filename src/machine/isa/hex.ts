/** Numbers in hexadecimal, as in the specifications: `0x80000000`. */

/** `value` as an unsigned number in hexadecimal, with at least `digits` digits. */
export function hex(value: number, digits = 0): string {
  const unsigned = value < 0 ? value >>> 0 : value; // not `value >>> 0` in all cases: it would cut physical addresses, which have 34 bits
  return `0x${unsigned.toString(16).padStart(digits, '0')}`;
}
