/**
 * Delta debugging (Zeller and Hildebrandt, "Simplifying and Isolating Failure-Inducing Input", 2002): takes items out of
 * what fails, in large pieces and then in small ones, until no item can be left out. Many tries are made at a time,
 * since starting a batch of programs costs more than most of its programs.
 */

/** For each try, the items that it leaves out: does what remains still fail? */
export type StillFails<Item> = (tries: readonly (readonly Item[])[]) => readonly boolean[];

const AT_A_TIME = 64;

/** The items that can be left out, all of them together. Each of the others is needed, if the rest stays as it is. */
export function dispensable<Item>(items: readonly Item[], stillFails: StillFails<Item>): Item[] {
  const gone: Item[] = [];
  const withoutGone: StillFails<Item> = (tries) => stillFails(tries.map((more) => [...gone, ...more]));
  let left = [...items];
  let largest = left.length;
  while (left.length > 0) {
    const { pieces, smallest } = piecesOf(left, largest);
    const answers = withoutGone(pieces);
    const removed = asManyAsCan(
      pieces.filter((_, index) => answers[index]),
      withoutGone,
    );
    gone.push(...removed);
    left = left.filter((item) => !removed.includes(item));
    if (removed.length === 0 && smallest === 1) {
      break;
    }
    largest = removed.length > 0 ? left.length : Math.ceil(smallest / 2);
  }
  return gone;
}

/** Pieces of `largest` items, of half as many, and so on, up to a number of pieces; the large ones first. */
function piecesOf<Item>(items: readonly Item[], largest: number): { pieces: Item[][]; smallest: number } {
  const pieces: Item[][] = [];
  for (let size = largest; ; size = Math.ceil(size / 2)) {
    for (let start = 0; start < items.length; start += size) {
      pieces.push(items.slice(start, start + size));
    }
    const next = Math.ceil(items.length / Math.ceil(size / 2));
    if (size === 1 || pieces.length + next > AT_A_TIME) {
      return { pieces, smallest: size };
    }
  }
}

/** Each of `pieces` can go while the others stay. Together: all of them, or the first half, or the first quarter. */
function asManyAsCan<Item>(pieces: readonly Item[][], stillFails: StillFails<Item>): Item[] {
  const apart: Item[][] = [];
  for (const piece of pieces) {
    if (!apart.some((larger) => larger.includes(piece[0]!))) {
      apart.push(piece);
    }
  }
  const tries: Item[][] = [];
  for (let count = apart.length; count > 1; count = Math.ceil(count / 2)) {
    tries.push(apart.slice(0, count).flat());
  }
  const answers = tries.length === 0 ? [] : stillFails(tries);
  return tries[answers.indexOf(true)] ?? apart[0] ?? [];
}
