/** Why another grading of the same work may come to another result: what differs of what decides its bytes. */
import type { GraderIdentity } from '../database/index.js';

const MOST_VALUES = 3;

const TOLD: Readonly<Record<keyof GraderIdentity, string>> = {
  suite: 'suites',
  engine: 'hyperlab',
  seed: 'seed',
  lecture: 'lecture',
  exercises: 'exercises',
};

/** `seed 1 → 2, suites 8c1f → 90ab`: what is the same in all of `before` and `now` is not said. */
export function whatDiffers(before: readonly GraderIdentity[], now: GraderIdentity): string {
  const fields = Object.keys(TOLD) as (keyof GraderIdentity)[];
  return fields
    .flatMap((field) => {
      const values = [...new Set(before.map((each) => valueOf(each, field)))].sort();
      const fresh = valueOf(now, field);
      if (values.every((value) => value === fresh)) {
        return [];
      }
      const shown = values.slice(0, MOST_VALUES).join(' or ');
      const more = values.length > MOST_VALUES ? ` or ${values.length - MOST_VALUES} others` : '';
      return [`${TOLD[field]} ${shown}${more} → ${fresh}`];
    })
    .join(', ');
}

/** Of the exercises their numbers say enough. */
function valueOf(identity: GraderIdentity, field: keyof GraderIdentity): string {
  return field === 'exercises'
    ? identity.exercises.map((id) => id.replace(/^(\d+)-.*$/, '$1')).join(' ') || 'none'
    : String(identity[field]) || 'none';
}
