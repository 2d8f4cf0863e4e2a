/** Works on many items a few at a time, and hands out what comes of them in their own order. */

/** At most `most` are under way or wait to be taken at a time. Throws what `work` throws, in its turn. */
export async function* inOrder<Item, Outcome>(
  items: readonly Item[],
  most: number,
  work: (item: Item, index: number) => Promise<Outcome>,
): AsyncGenerator<Outcome> {
  const started: Promise<Outcome>[] = [];
  for (const [index, item] of items.entries()) {
    const outcome = work(item, index);
    outcome.catch(() => undefined); // it is told when its turn comes
    started.push(outcome);
    if (started.length >= most) {
      yield await started.shift()!;
    }
  }
  for (const outcome of started) {
    yield await outcome;
  }
}
