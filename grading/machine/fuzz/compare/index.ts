/** Where the two machines part, and which differences are QEMU’s own. */
export { clockHasRung } from './compare.js';
export { batch, caseOf, compareBatch, type Comparison, type Finding } from './campaign.js';
