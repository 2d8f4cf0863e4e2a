/** The virtual machine monitor. */
export { MemoryBalance, type BalanceOptions } from './memory-balance.js';
export { VmError, Vmm, type VmOptions, type VmmOptions } from './vmm.js';
