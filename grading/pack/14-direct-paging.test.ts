import { testExercise } from './test-exercise.js';

testExercise('14-direct-paging');
