/** What all modes share, however their guests run. */
export { performOnDevice } from './device-instruction.js';
export { emulateInstruction } from './emulate-instruction.js';
export { GuestOnVcpu, introduce } from './guest-on-vcpu.js';
export { serveSbiCall } from './serve-sbi-call.js';
