/** Exercise 10: edit a page of code, so that no instruction fails silently. The rules stand in README.md beside this file. */
import type { TranslatePart } from '../../src/hypervisor/index.js';

/** Returns the halfwords that are different in the copy of the page, from which the hart fetches. */
export const translate: TranslatePart = (page) => {
  throw new Error(`a page of ${page.halfwords.length} halfwords is still to be edited`);
};
