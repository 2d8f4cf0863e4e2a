/** Whole kernels, on the bare machine and in a VM at the same time. */
export { type Difference, type Kernel, runSideBySide, type SideBySide } from './side-by-side.js';
