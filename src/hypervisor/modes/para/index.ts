/** The mode para. */
export { para } from './para.js';
export { PARA_EXTENSION, ParaCall } from './shared/index.js';
