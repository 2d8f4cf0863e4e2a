/** What is rendered from a result: the feedback page and JUnit XML. */
export { renderFeedback } from './feedback.js';
export { renderJunit } from './junit.js';
export { legible } from './legible.js';
