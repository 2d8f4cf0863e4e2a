/** From a case that differs to the smallest one that differs in the same way. */
export { type Compare, kindOfDifference, shrink } from './shrink.js';
