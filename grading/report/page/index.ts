/** The feedback page. */
export { feedbackCss, renderFeedback } from './feedback.js';
