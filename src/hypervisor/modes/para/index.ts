/** The mode para. */
export { paraCalls } from './hypercalls.js';
export { para } from './para.js';
export type { ParaCallRow } from './para-call.js';
export { PARA_EXTENSION, ParaCall } from './shared/index.js';
