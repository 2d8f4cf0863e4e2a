/** Repositories cloned side by side: `lab-ada`, `lab-grace-h`, each with the assignment's name before the student's. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClassEntry } from './class-folder.js';
import type { Person } from './handed-in.js';

export function isClone({ kind, path }: ClassEntry): boolean {
  return kind === 'folder' && existsSync(join(path, '.git'));
}

/** Who these repositories belong to: what all names have in common before a hyphen is the assignment's. */
export function readCloneNames(clones: readonly ClassEntry[]): Map<ClassEntry, Person> {
  const common = clones.length > 1 ? commonStart(clones.map(({ name }) => name)) : '';
  return new Map(
    clones.map((clone) => {
      const login = clone.name.slice(common.length) || clone.name;
      return [clone, { name: login, ids: { github: login, folder: clone.name }, maybe: endsOf(clone.name) }];
    }),
  );
}

/** The longest beginning up to a hyphen that all of them have. */
function commonStart(names: readonly string[]): string {
  const [first = '', ...others] = names;
  let length = first.length;
  for (const other of others) {
    let same = 0;
    while (same < length && other[same]?.toLowerCase() === first[same]!.toLowerCase()) {
      same += 1;
    }
    length = same;
  }
  return first.slice(0, first.lastIndexOf('-', length - 1) + 1);
}

/** `lab-grace-h` ends in `grace-h` and in `h`: an assignment's name and a login may both have hyphens. */
function endsOf(name: string): string[] {
  const words = name.split('-');
  return words.map((_, index) => words.slice(index).join('-'));
}
