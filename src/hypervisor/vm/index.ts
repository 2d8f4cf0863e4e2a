/** What a virtual machine is made of. */
export { VirtualDevices, type DeviceOptions } from './devices.js';
export { GuestMemory } from './guest-memory.js';
export {
  armTimer,
  hasWakingInterrupt,
  setTimer,
  takeInterrupt,
  updateInterrupts,
  wakingTimer,
} from './interrupts.js';
export {
  CODE_COPIES,
  COUNTED_INSTRUCTIONS,
  HOT_EXITS,
  MAX_FILLS,
  MAX_GUEST_FILLS,
  MAX_TRACE,
  MAX_VCPUS,
  MAX_VMS,
  SHADOW_FRAMES,
  SHADOW_ROOTS,
  SLICE_CYCLES,
  SLICE_STEPS,
  TURN_STEPS,
} from './limits.js';
export { loadImage, tohostOf } from './load-image.js';
export type { StepRecorder } from './step-recorder.js';
export { enterTrap } from './traps.js';
export { Vcpu, supervisorCsrNumbers, supervisorCsrs, type OnHart, type SupervisorCsr } from './vcpu.js';
export type { VcpuState } from './vcpu-state.js';
export { VirtualClock } from './virtual-clock.js';
export { Vm, type VmEnd } from './vm.js';
