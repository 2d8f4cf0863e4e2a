/** The door of this room: what other rooms may use of it. */
export {
  changesAnything,
  difference,
  differenceLines,
  type CheckDifference,
  type Difference,
} from './difference.js';
export { whatDiffers } from './what-differs.js';
export { isSelected, type Predicates } from './select.js';
