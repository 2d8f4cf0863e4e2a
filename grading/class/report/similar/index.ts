/** The door of this room: what others may use of it. */
export { compareTexts, type SimilarExercise } from './compare.js';
export { readClassTexts, type ClassTexts } from './read-texts.js';
