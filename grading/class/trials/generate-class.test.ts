/** The generated class has the shares that the bench promises. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadExercises } from '../../exercises/index.js';
import { labRoot } from '../../lab-root.js';
import { endless, kindOf } from './generate-class.js';

test('of a thousand, fifty are endless loops and twenty are broken; the others are right and wrong', () => {
  const kinds = Array.from({ length: 1000 }, (_, index) => kindOf(index));
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  expect([count('endless'), count('broken'), count('right'), count('wrong')]).toEqual([50, 20, 500, 430]);
});

test('the reference of each exercise can be made endless', () => {
  for (const { manifest } of loadExercises(labRoot())) {
    const file = join(labRoot(), 'solutions', manifest.id, manifest.part.file);
    expect(endless(readFileSync(file, 'utf8'), manifest.id)).toContain('{ for (;;) {}');
  }
});
