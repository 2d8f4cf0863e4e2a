import { dispensable } from './minimise.js';

const numbers = Array.from({ length: 100 }, (_, index) => index);

/** Fails while all of `needed` are there. Counts batches and tries. */
function failing(parts: readonly number[], fails: (left: readonly number[]) => boolean) {
  const count = { batches: 0, tries: 0 };
  const gone = dispensable(parts, (tries) => {
    count.batches += 1;
    count.tries += tries.length;
    return tries.map((out) => fails(parts.filter((part) => !out.includes(part))));
  });
  return { left: parts.filter((part) => !gone.includes(part)), ...count };
}

test('what is needed stays, and nothing else', () => {
  for (const needed of [[], [0], [99], [3, 4, 50], [0, 33, 66, 99], numbers]) {
    const { left } = failing(numbers, (parts) => needed.every((part) => parts.includes(part)));
    expect(left).toEqual(needed);
  }
});

test('a few batches are enough, however many parts there are', () => {
  const many = Array.from({ length: 2000 }, (_, index) => index);
  const { left, batches } = failing(many, (parts) => [7, 1000, 1999].every((part) => parts.includes(part)));
  expect(left).toEqual([7, 1000, 1999]);
  expect(batches).toBeLessThan(25);
});

test('parts of which one or the other is needed: one stays', () => {
  const { left } = failing(numbers, (parts) => parts.includes(10) || parts.includes(90));
  expect(left).toHaveLength(1);
});

test('parts that go only together go', () => {
  const { left } = failing(
    [0, 1, 2, 3, 4, 5],
    (parts) => parts.includes(0) && parts.includes(2) === parts.includes(3),
  );
  expect(left).toEqual([0]);
});

test('what never fails again keeps all its parts', () => {
  const { left } = failing(numbers, () => false);
  expect(left).toEqual(numbers);
});
