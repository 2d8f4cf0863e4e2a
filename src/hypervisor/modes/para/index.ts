/** The mode para. */
export { para } from './para.js';
