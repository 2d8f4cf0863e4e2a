/** What the modes share in which the guest's kernel runs in U-mode. */
export { askShadow } from './ask-shadow.js';
export { DeprivilegedGuest, bootOnAllVcpus, type Mapping } from './deprivileged-guest.js';
export { exitOf, handle, type Exit, type Handlers, type PageFault } from './exits.js';
export { fillShadow } from './fill-shadow.js';
export { commonHandlers } from './handlers.js';
