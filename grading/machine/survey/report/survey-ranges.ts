/** The CSR numbers that no mode can read, or write: most of the 4,096, so they are told as ranges. */
import type { SurveyRow } from '../index.js';

/** Is this the access to a CSR that traps in every state of every mode? */
export function isInaccessible({ csr, traps }: SurveyRow): boolean {
  return csr !== undefined && Object.values(traps).every((often) => often === 'always');
}

/** First and last number of each range. */
export function inaccessible(
  rows: readonly SurveyRow[],
  kind: 'read' | 'write',
): (readonly [first: number, last: number])[] {
  const numbers = rows.filter((row) => row.kind === kind && isInaccessible(row)).map(({ csr }) => csr!);
  const among = new Set(numbers);
  const lasts = numbers.filter((number) => !among.has(number + 1));
  return numbers
    .filter((number) => !among.has(number - 1))
    .map((first, index) => [first, lasts[index]!] as const);
}
