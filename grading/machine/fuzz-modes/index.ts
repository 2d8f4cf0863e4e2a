/** Random guests in a VM: what other rooms use of it. */
export { shrink } from './shrink.js';
