import { join } from 'node:path';
import { loadExercises } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { chosen } from './chosen.js';

const root = labRoot();
const exercises = loadExercises(root);
const numbers = (choice: 'pattern' | 'path' | 'related', ...patterns: string[]) =>
  chosen(exercises, { choice, patterns }, root).map(({ manifest }) => manifest.id.slice(0, 2));

test('no pattern means all', () => {
  expect(numbers('pattern')).toHaveLength(exercises.length);
});

test('a pattern is a regular expression, in letters of either case', () => {
  expect(numbers('pattern', 'exercises/08')).toEqual(['08']);
  expect(numbers('pattern', './EXERCISES/0[12]')).toEqual(['01', '02']);
  expect(numbers('pattern', join(root, 'exercises/08').replace(/[-/]/g, '\\$&'), 'colour')).toEqual([
    '08',
    '15',
  ]);
  expect(() => numbers('pattern', '(')).toThrow('(: is no regular expression');
});

test('a path is one file, wherever the command was started', () => {
  const file = 'exercises/02-frame-allocator/checks.test.ts';
  expect(numbers('path', file)).toEqual(['02']);
  expect(numbers('path', join(root, file))).toEqual(['02']);
  expect(numbers('path', 'exercises/02-frame-allocator')).toEqual([]);
});

test('a saved part is about the checks in its folder, and nothing else is', () => {
  expect(numbers('related', join(root, 'exercises/08-trap-and-emulate/emulate.ts'))).toEqual(['08']);
  expect(numbers('related', join(root, 'src/machine/index.ts'), join(root, 'exercises/lecture.md'))).toEqual(
    [],
  );
});
