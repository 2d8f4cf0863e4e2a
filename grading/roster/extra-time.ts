/** Extra time as people write it: `2 days`, `36h`, `1.5 d`; anything else is kept as it stands, and moves no deadline. */
import type { ExtraTime } from '../class/record/index.js';

/** More than anybody grants: a typo. */
export const MOST_EXTRA_HOURS = 365 * 24;

const HOURS: Readonly<Record<string, number>> = {
  h: 1,
  hour: 1,
  hours: 1,
  d: 24,
  day: 24,
  days: 24,
  week: 168,
  weeks: 168,
  w: 168,
};

export function extraTimeOf(text: string): ExtraTime | undefined {
  const written = text.trim();
  if (written === '' || /^(0|no|none|-)$/i.test(written)) {
    return undefined;
  }
  const [, number, unit = ''] = /^(\d+(?:[.,]\d+)?)\s*([a-z]+)$/i.exec(written) ?? [];
  const hours = HOURS[unit.toLowerCase()];
  return number === undefined || hours === undefined
    ? { text: written }
    : { text: written, hours: Number(number.replace(',', '.')) * hours };
}
