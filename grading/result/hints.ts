/** The hints of a check, from the first, a question, to the last, nearly the answer. Records of older graders have one at most. */
import type { CheckResult } from './result.js';

export function hintsOf({ hint, moreHints = [] }: Pick<CheckResult, 'hint' | 'moreHints'>): string[] {
  return hint === undefined ? [] : [hint, ...moreHints];
}

/** `Hint 2 of 3`. A hint that stands alone has no number; the last of several says what it gives away. */
export function hintLabel(number: number, count: number): string {
  if (count === 1) {
    return 'Hint';
  }
  return `Hint ${number} of ${count}${number === count ? ', nearly the answer' : ''}`;
}
