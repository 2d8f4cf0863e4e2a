/** The mode para. */
export { paraCalls, type ParaCallRow } from './hypercalls.js';
export { para } from './para.js';
export { PARA_EXTENSION, ParaCall } from './shared/index.js';
