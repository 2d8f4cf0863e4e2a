/** The teaching kernel in every mode, for `hyperlab demo modes`. */
export { computers, nameOf, type Computer } from './computers.js';
export { KernelRun, type Meter } from './kernel-run.js';
export { visitAll, type Visit } from './visit.js';
export { visitPage } from './visit-page.js';
export { visitTable } from './visit-table.js';
export { barChart, type Bar } from './bar-chart.js';
export { page, table } from './page.js';
export { grouped, times } from './numbers.js';
