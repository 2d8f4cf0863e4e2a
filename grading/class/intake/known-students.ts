/** Who of those that the class knows from earlier runs everybody is. */
import type { StoredStudent } from '../database/index.js';
import type { RosterStudent } from '../../roster/index.js';
import { caseless } from '../../submission/index.js';
import { RosterIndex } from './match.js';
import { shareAnId } from './persons.js';

interface Somebody {
  readonly ids: Readonly<Record<string, string>>;
  readonly listed?: RosterStudent | undefined;
  readonly handedIn: readonly unknown[];
}

/** For each the known student, or undefined for somebody new. Nobody is two of them, and no two are one. */
export function findKnown(
  everybody: readonly Somebody[],
  known: readonly StoredStudent[],
  roster: readonly RosterStudent[],
): (StoredStudent | undefined)[] {
  const found = byIds(everybody, known);
  // Copied by another system, or a folder that was named anew: the same in other letters.
  const folderOf = ({ ids }: Pick<Somebody, 'ids'>): string | undefined =>
    ids['folder'] === undefined ? undefined : caseless(ids['folder']);
  matchRest(found, everybody, known, folderOf, folderOf);
  // A row without ids is found by its name alone; so is one of somebody who handed in before there was a roster, and is not here.
  const byName = ({ listed, handedIn }: Somebody): RosterStudent | undefined =>
    listed !== undefined && (handedIn.length === 0 || Object.keys(listed.ids).length === 0)
      ? listed
      : undefined;
  const index = new RosterIndex(roster);
  const rowOf = ({ name, ids }: StoredStudent): RosterStudent | undefined => {
    const match = index.match({ name, ids, maybe: ids['folder'] === undefined ? [] : [ids['folder']] });
    return 'student' in match ? match.student : undefined;
  };
  matchRest(found, everybody, known, byName, rowOf);
  return found;
}

function byIds(
  everybody: readonly Somebody[],
  known: readonly StoredStudent[],
): (StoredStudent | undefined)[] {
  const taken = new Set<StoredStudent>();
  return everybody.map(({ ids }) => {
    const found = known.find((each) => !taken.has(each) && shareAnId(each.ids, ids));
    if (found !== undefined) {
      taken.add(found);
    }
    return found;
  });
}

/** Fills in `found` where a mark is that of one known student and of one who is here: two of a kind may be two people. */
function matchRest<Mark>(
  found: (StoredStudent | undefined)[],
  everybody: readonly Somebody[],
  known: readonly StoredStudent[],
  markOf: (somebody: Somebody) => Mark | undefined,
  markOfKnown: (student: StoredStudent) => Mark | undefined,
): void {
  const taken = new Set(found);
  const free = alone(
    known.filter((student) => !taken.has(student)),
    markOfKnown,
  );
  const wanted = everybody.map((_, index) => index).filter((index) => found[index] === undefined);
  for (const [mark, index] of alone(wanted, (at) => markOf(everybody[at]!))) {
    found[index] = free.get(mark);
  }
}

/** By mark those that nobody else shares it with. */
function alone<Item, Mark>(
  items: readonly Item[],
  markOf: (item: Item) => Mark | undefined,
): Map<Mark, Item> {
  const single = new Map<Mark, Item>();
  const several = new Set<Mark>();
  for (const item of items) {
    const mark = markOf(item);
    if (mark === undefined || several.has(mark)) {
      continue;
    }
    if (single.delete(mark)) {
      several.add(mark);
    } else {
      single.set(mark, item);
    }
  }
  return single;
}
