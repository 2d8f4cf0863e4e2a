/** The door of this room: what other rooms may use of it. */
export { suiteScript } from './bundle-names.js';
export { bundleSuites } from './bundle.js';
export type { JestVerdict, SuiteRun } from './run-suites.js';
export { type Seat, SuiteThreads } from './threads.js';
