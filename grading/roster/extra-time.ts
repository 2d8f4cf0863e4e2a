/** Extra time as people write it: `2 days`, `36h`, `1.5 d`; anything else is kept as it stands, moves no deadline, and is told. */
import { basename } from 'node:path';
import type { ExtraTime } from '../class/record/index.js';
import { legibleName } from '../submission/index.js';

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

/** What a person hears of extra time that moves no deadline; undefined where it can be read, or there is none. */
export function unreadExtraTime(
  file: string,
  line: number,
  extraTime: ExtraTime | undefined,
): string | undefined {
  if (extraTime === undefined || extraTime.hours !== undefined) {
    return undefined;
  }
  const read = `${basename(file)}: line ${line}: extra time "${legibleName(extraTime.text)}" moves no deadline`;
  return `${read}: write it like "2 days" or "36h" (until then it is told as a text)`;
}
