/** Numbers, days and times as people write them, the same in both kinds of notes file. What nobody can mean is a typo. */

/** Points by hand, and days: more than anybody gives. */
export const MOST_POINTS = 10_000;
export const MOST_DAYS = 365;

/** With a point or a comma; undefined for what is no number, or is further from 0 than `most`. */
export function numberOf(text: string, most: number): number | undefined {
  const number = /^[+-]?\d+([.,]\d+)?$/.test(text) ? Number(text.replace(',', '.')) : NaN;
  return Math.abs(number) <= most ? number : undefined;
}

/** `2026-11-30T23:59:00+01:00` in UTC; undefined where it has no zone, or the calendar no such day. */
export function timeOf(text: string): string | undefined {
  const [, year, month, day] = /^(\d{4})-(\d\d)-(\d\d)[T ].*(?:Z|[+-]\d\d:?\d\d)$/.exec(text) ?? [];
  const time = Date.parse(text);
  // JavaScript takes February 30 for March 2.
  const days = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  return Number.isNaN(time) || !(Number(day) <= days) ? undefined : new Date(time).toISOString();
}
