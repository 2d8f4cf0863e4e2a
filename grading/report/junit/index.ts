/** The JUnit file. */
export { renderJunit } from './junit.js';
