/** What a virtual machine is made of. */
export { GuestMemory } from './guest-memory.js';
export { armTimer, setTimer, takeInterrupt, updateTimer } from './interrupts.js';
export { MAX_FILLS, MAX_TRACE, MAX_VMS, SHADOW_FRAMES, SLICE_STEPS } from './limits.js';
export { loadImage } from './load-image.js';
export type { StepRecorder } from './step-recorder.js';
export { enterTrap } from './traps.js';
export { Vcpu, supervisorCsrs, type SupervisorCsr } from './vcpu.js';
export { Vm, type VmEnd } from './vm.js';
