/** Folders whose names a person takes for one: `Zoë` as Linux and as macOS spell it, `ada` and `Ada `. They are two students, and told. */
import { folderName, legibleName } from '../../submission/index.js';
import type { ClassProblem } from '../record/index.js';
import type { StoredStudent } from '../database/index.js';

const MOST_NAMES = 5;

/** `here`: who is in this download. Those whom a roster lists are known by it. */
export function lookalikes(students: readonly StoredStudent[], here: ReadonlySet<string>): ClassProblem[] {
  const groups = new Map<string, StoredStudent[]>();
  for (const student of students) {
    const folder = student.ids['folder'];
    if (folder !== undefined && student.listed === undefined) {
      const look = folderName(folder.normalize('NFKC'), false).toLowerCase();
      groups.set(look, [...(groups.get(look) ?? []), student]);
    }
  }
  return [...groups.values()]
    .filter((group) => group.length > 1 && group.some(({ key }) => here.has(key)))
    .map((group) => {
      const told = group
        .slice(0, MOST_NAMES)
        .map(({ key, ids }) => `"${legibleName(ids['folder']!)}" (${key})`);
      const more = group.length > MOST_NAMES ? ` and ${group.length - MOST_NAMES} more` : '';
      const last = group.find(({ key }) => here.has(key))!;
      return {
        kind: 'ambiguous',
        student: last.key,
        message: `${told.join(' and ')}${more} are nearly one name, and are taken for ${group.length} students: where they are one, remove or rename a folder`,
      };
    });
}
