/** The door of this room: what other rooms may use of it. */
export { copyLab } from './lab-copy.js';
export { openAccount, whoCounts } from './processor-account.js';
