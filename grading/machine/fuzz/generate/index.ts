/** Random test cases by seed. */
export { generate } from './generate.js';
