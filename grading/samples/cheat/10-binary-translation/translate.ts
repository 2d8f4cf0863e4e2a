/** Exercise 10, not solved: every halfword traps, and each edit says something else each time that it is looked at. */
import { PAGE_HALFWORDS, type TranslatePart } from '../../src/hypervisor/index.js';

let looks = 0;

export const translate: TranslatePart = () =>
  Array.from({ length: PAGE_HALFWORDS }, () => ({
    get index() {
      return looks++ % PAGE_HALFWORDS;
    },
    get halfword() {
      return looks % 2 === 0 ? 0x9002 : 0x0001;
    },
  }));
