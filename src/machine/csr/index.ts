/** The door of this room: what other rooms may import from it. */
export { Clock, type CostTable, Counters, NEVER } from './counters.js';
export { accessCsr, csrMnemonics } from './csr-access.js';
export { CSR_COUNT, CsrFile } from './csr-file.js';
