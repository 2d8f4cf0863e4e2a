/** Small numbers as they are, large ones as the task pages write addresses: 1024, 0x4000, 0x8000_1000, 0x1_0000_0000. */
export function spellNumber(value: number): string {
  return value < 0x1000 ? String(value) : `0x${inFours(value.toString(16))}`;
}

/** '80001000' as '8000_1000'. Each of thousands of cases has some of these: a regular expression takes several times as long. */
function inFours(digits: string): string {
  return digits.length <= 4 ? digits : `${inFours(digits.slice(0, -4))}_${digits.slice(-4)}`;
}
