/** Where the two machines part, and which differences are QEMU’s own. */
export { batch, caseOf, compareBatch, type Comparison, type Finding } from './campaign.js';
