import { testExercise } from './test-exercise.js';

testExercise('02-frame-allocator');
