/** Numbers as the field writes them: `0x80000000`. */

/** `value` as an unsigned number in hexadecimal, with at least `digits` digits. */
export function hex(value: number, digits = 0): string {
  const unsigned = value < 0 ? value >>> 0 : value; // physical addresses have 34 bits: never force one into 32
  return `0x${unsigned.toString(16).padStart(digits, '0')}`;
}
