/** The teaching kernel, built and proved: what commands use of it. */
export { ourPort, portTable } from './port-table.js';
