import { testExercise } from './test-exercise.js';

testExercise('11-shadow-paging');
