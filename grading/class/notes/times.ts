/** Late days and extra time, as they are written in either kind of notes file. */
import { extraTimeOf, MOST_EXTRA_HOURS } from '../../roster/index.js';
import type { WrittenTime } from './class-notes.js';
import { MOST_DAYS, numberOf } from './numbers.js';

/** Undefined where nothing is said; `fault` is told what is wrong. */
export function timeFields(
  {
    lateDays,
    extraTime,
  }: { readonly lateDays?: string | undefined; readonly extraTime?: string | undefined },
  fault: (what: string) => void,
): Pick<WrittenTime, 'lateDays' | 'extraTime'> | undefined {
  const days = lateDays === undefined ? undefined : numberOf(lateDays, MOST_DAYS);
  if (lateDays !== undefined && (days === undefined || days < 0)) {
    fault(`late days "${lateDays}": write a number of days from 0 to ${MOST_DAYS}`);
    return undefined;
  }
  const extra = extraTimeOf(extraTime ?? '');
  if (extra?.hours !== undefined && extra.hours > MOST_EXTRA_HOURS) {
    fault(`extra time "${extraTime}": write at most ${MOST_EXTRA_HOURS / 24} days`);
    return undefined;
  }
  return days === undefined && extra === undefined
    ? undefined
    : { ...(days !== undefined && { lateDays: days }), ...(extra && { extraTime: extra }) };
}
