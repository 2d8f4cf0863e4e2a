/** What the modes share in which the guest's kernel runs in U-mode. */
export { DeprivilegedGuest, bootOnAllVcpus } from './deprivileged-guest.js';
export { handle, type Exit, type Handlers } from './exits.js';
export { commonHandlers } from './handlers.js';
export { serveSbiCall } from './serve-sbi-call.js';
