/** Numbers for people. */

/** 1234567 as 1,234,567. */
export const grouped = (count: number): string =>
  String(Math.round(count)).replace(/(?<=\d)(?=(\d{3})+$)/g, ',');

/** A multiple: 0.97, 1.4, 23, 1,240. */
export function times(ratio: number): string {
  if (ratio >= 100) {
    return grouped(ratio);
  }
  return ratio >= 10 ? ratio.toFixed(0) : ratio >= 2 ? ratio.toFixed(1) : ratio.toFixed(2);
}

export const yesNo = (value: boolean): string => (value ? 'yes' : 'no');
