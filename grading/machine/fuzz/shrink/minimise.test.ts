import { dispensable } from './minimise.js';

const numbers = Array.from({ length: 100 }, (_, index) => index);

/** Fails while all of `needed` are there. Counts batches and tries. */
function failing(pieces: readonly number[], fails: (left: readonly number[]) => boolean) {
  const count = { batches: 0, tries: 0 };
  const gone = dispensable(pieces, (tries) => {
    count.batches += 1;
    count.tries += tries.length;
    return tries.map((out) => fails(pieces.filter((piece) => !out.includes(piece))));
  });
  return { left: pieces.filter((piece) => !gone.includes(piece)), ...count };
}

test('what is needed stays, and nothing else', () => {
  for (const needed of [[], [0], [99], [3, 4, 50], [0, 33, 66, 99], numbers]) {
    const { left } = failing(numbers, (pieces) => needed.every((piece) => pieces.includes(piece)));
    expect(left).toEqual(needed);
  }
});

test('a few batches are enough, however many pieces there are', () => {
  const many = Array.from({ length: 2000 }, (_, index) => index);
  const { left, batches } = failing(many, (pieces) =>
    [7, 1000, 1999].every((piece) => pieces.includes(piece)),
  );
  expect(left).toEqual([7, 1000, 1999]);
  expect(batches).toBeLessThan(25);
});

test('pieces of which one or the other is needed: one stays', () => {
  const { left } = failing(numbers, (pieces) => pieces.includes(10) || pieces.includes(90));
  expect(left).toHaveLength(1);
});

test('pieces that go only together go', () => {
  const { left } = failing(
    [0, 1, 2, 3, 4, 5],
    (pieces) => pieces.includes(0) && pieces.includes(2) === pieces.includes(3),
  );
  expect(left).toEqual([0]);
});

test('what never fails again keeps all its pieces', () => {
  const { left } = failing(numbers, () => false);
  expect(left).toEqual(numbers);
});
