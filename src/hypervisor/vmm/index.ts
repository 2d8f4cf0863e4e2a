/** The virtual machine monitor. */
export { VmError, Vmm, type VmOptions, type VmmOptions } from './vmm.js';
