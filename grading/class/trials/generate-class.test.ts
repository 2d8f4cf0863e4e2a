/** The generated class has the shares that the bench promises. */
import { kindOf } from './generate-class.js';

test('of a thousand, fifty are endless loops and twenty are broken; the others are right and wrong', () => {
  const kinds = Array.from({ length: 1000 }, (_, index) => kindOf(index));
  const count = (kind: string) => kinds.filter((each) => each === kind).length;
  expect([count('endless'), count('broken'), count('right'), count('wrong')]).toEqual([50, 20, 500, 430]);
});
