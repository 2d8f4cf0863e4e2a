import { testExercise } from './test-exercise.js';

testExercise('08-trap-and-emulate');
