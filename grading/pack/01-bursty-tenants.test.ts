import { testExercise } from './test-exercise.js';

testExercise('01-bursty-tenants');
