import { testExercise } from './test-exercise.js';

testExercise('13-hypercalls');
