/** How the guests get the machine's hart. */
export type { ExecutionMode, Guest, Trap } from './execution-mode.js';
export { Scheduler } from './scheduler.js';
export type { VmmServices } from './vmm-services.js';
