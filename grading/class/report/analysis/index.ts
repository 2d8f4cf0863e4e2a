/** The door of this room: what other rooms may use of it. */
export { attemptsOverTime, type AttemptsOverTime } from './attempts.js';
export { clustersOf, type Cluster } from './clusters.js';
export { whoNeedsHelp, type NeedsHelp } from './help.js';
export { analyseItems, handedInWork, LEAST_FOR_DISCRIMINATION, type Item } from './items.js';
export { failureOf, type Failure } from './failures.js';
export { mean, median } from './numbers.js';
export {
  completion,
  distribution,
  sectionState,
  type Completion,
  type SectionState,
  type SectionVerdict,
} from './overview.js';
