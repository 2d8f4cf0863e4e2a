/** Accounting: what each VM has used. */
export { Account, type CycleCounts, type ExitCounts, type ExitName, type Reason } from './account.js';
export { Ledger, type OwnCycles } from './ledger.js';
