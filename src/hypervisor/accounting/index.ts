/** Accounting: what each VM has used. */
export { Account, type ExitCounts, type ExitName } from './account.js';
