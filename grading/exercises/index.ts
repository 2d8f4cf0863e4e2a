/** Finding the exercises. */
export {
  besideExercises,
  loadExercises,
  selectExercises,
  UnknownExercise,
  type Exercise,
} from './exercises.js';
