/** The ids of an exercise's checks by their titles: suites name checks in words, all else goes by the id. */
import type { Manifest } from '../result/index.js';

export function checkIds({ checks }: Pick<Manifest, 'checks'>): Record<string, string> {
  return Object.fromEntries(checks.map(({ title, id }) => [title, id]));
}
