/** The door of this room: what other rooms may import from it. */
export { Clock, type CostTable, Counters, NEVER, type TimeSource } from './counters.js';
export { accessCsr, csrMnemonics } from './csr-access.js';
export { CsrFile } from './csr-file.js';
export { CSR_COUNT } from './csr-rules.js';
