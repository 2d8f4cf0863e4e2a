/** The door of this room: what other rooms may use of it. */
export { rightAnswers } from './right-answers.js';
export { wrongAnswers } from './wrong-answers.js';
