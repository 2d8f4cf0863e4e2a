/** The names of students' folders. They never change once given, and do not depend on who else is new. */
import { CLASS_FILE } from '../record/index.js';
import { DATABASE_FOLDER } from '../database/index.js';
import { caseless, folderName } from '../../submission/index.js';

interface Wanted {
  readonly name: string;
  readonly ids: Readonly<Record<string, string>>;
}

/** A key for each entry: the one it has, or a new one made of its name; where two would be one, of name and id. */
export function makeKeys(entries: readonly (string | Wanted)[], known: readonly string[]): string[] {
  const taken = new Set([...RESERVED, ...known].map(caseless));
  const plain = entries.map((entry) => (typeof entry === 'string' ? entry : folderName(entry.name, false)));
  const isNew = (index: number): boolean => typeof entries[index] !== 'string';
  return entries.map((entry, index) => {
    if (typeof entry === 'string') {
      return entry;
    }
    const name = plain[index]!;
    const twins = plain.filter((other, at) => isNew(at) && caseless(other) === caseless(name));
    const key =
      twins.length === 1 && !taken.has(caseless(name))
        ? name
        : firstFree([name, ...idOf(entry.ids)].join('-'), taken);
    taken.add(caseless(key));
    return key;
  });
}

/** Names in the folder of results that are no student's. */
const RESERVED = [CLASS_FILE, DATABASE_FOLDER, 'regrade.txt', 'report'];

/** The id that most likely stays the same, as it may stand in a name; none where the folder is all there is. */
function idOf(ids: Readonly<Record<string, string>>): string[] {
  const kind = ['id', 'login', 'canvas', 'moodle', 'github', 'email', 'gradescope'].find(
    (each) => ids[each] !== undefined,
  );
  return kind === undefined ? [] : [folderName(ids[kind]!, false)];
}

function firstFree(name: string, taken: ReadonlySet<string>): string {
  for (let number = 1; ; number++) {
    const free = number === 1 ? name : `${name}-${number}`;
    if (!taken.has(caseless(free))) {
      return free;
    }
  }
}
