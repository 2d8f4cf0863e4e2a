/** Exercise 16, not solved: an object that is another text each time that it is looked at. */
import { deskKernel } from '../../src/guests/index.js';

let looks = 0;

export const kernel = {
  toString: () => (looks++ % 2 === 0 ? deskKernel : 'applications:\nend_of_applications:'),
  split: () => ['applications:', 'end_of_applications:'],
  replace: () => deskKernel,
} as never;
