/** Late days and extra time, as they are written in either kind of notes file. */
import { extraTimeOf } from '../../roster/index.js';
import type { WrittenTime } from './class-notes.js';

const MOST_DAYS = 365;

/** Undefined where nothing is said; `fault` is told what is wrong. */
export function timeFields(
  {
    lateDays,
    extraTime,
  }: { readonly lateDays?: string | undefined; readonly extraTime?: string | undefined },
  fault: (what: string) => void,
): Pick<WrittenTime, 'lateDays' | 'extraTime'> | undefined {
  const days = lateDays === undefined ? undefined : Number(lateDays.replace(',', '.'));
  if (days !== undefined && !(days >= 0 && days <= MOST_DAYS)) {
    fault(`late days "${lateDays}": write a number of days from 0 to ${MOST_DAYS}`);
    return undefined;
  }
  const extra = extraTimeOf(extraTime ?? '');
  return days === undefined && extra === undefined
    ? undefined
    : { ...(days !== undefined && { lateDays: days }), ...(extra && { extraTime: extra }) };
}
