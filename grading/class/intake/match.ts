/** Who of the roster somebody in a download is. An id decides; a name does only where it can mean one student. */
import type { Person } from '../downloads/index.js';
import { caseless } from '../../submission/index.js';
import { fold, waysToWrite, type RosterStudent } from '../../roster/index.js';

export interface Match {
  readonly student: RosterStudent;
  /** An id was the same, and not only the name. */
  readonly byId: boolean;
}

/** Nobody, or several who may be meant: then the reason, in words. */
export type Matched = Match | { readonly reason: 'unmatched' | 'ambiguous'; readonly message: string };

/** The roster made ready to be asked for many people. */
export class RosterIndex {
  readonly #students: readonly RosterStudent[];
  /** By kind and id. */
  readonly #byId = new Map<string, RosterStudent>();

  constructor(students: readonly RosterStudent[]) {
    this.#students = students;
    for (const student of students) {
      Object.entries(student.ids).forEach(([kind, id]) => this.#byId.set(keyOf(kind, id), student));
    }
  }

  match(person: Person): Matched {
    const byId = this.#idsOf(person).flatMap(([kind, id]) => this.#byId.get(keyOf(kind, id)) ?? []);
    const student = byId[0];
    if (student !== undefined) {
      return new Set(byId).size === 1
        ? { student, byId: true }
        : ambiguous(person, [...new Set(byId)], 'by the ids');
    }
    const written = waysToWrite({ full: person.name });
    const namesakes = this.#students.filter(
      ({ names, ids }) => !contradicts(ids, person.ids) && [...written].some((way) => names.has(way)),
    );
    const [only, ...others] = namesakes;
    if (only === undefined) {
      return { reason: 'unmatched', message: `${person.name} is not in the roster` };
    }
    return others.length === 0 ? { student: only, byId: false } : ambiguous(person, namesakes, 'by the name');
  }

  /** Ids that a platform gives are compared with their own column; what a folder is called may be any of them. */
  #idsOf({ ids, maybe }: Person): [kind: string, id: string][] {
    const certain = Object.entries(ids).filter(([kind]) => kind !== 'folder');
    // A student's number in Gradescope may be what the roster calls a login.
    const numbers = ids['id'] === undefined ? [] : [['login', ids['id']] as [string, string]];
    const found = [...certain, ...numbers].filter(([kind, id]) => this.#byId.has(keyOf(kind, id)));
    if (found.length > 0) {
      return found;
    }
    const word = maybe.find((each) => KINDS.some((kind) => this.#byId.has(keyOf(kind, each))));
    return word === undefined ? [] : KINDS.map((kind) => [kind, word]);
  }
}

const KINDS = ['id', 'login', 'email', 'github', 'canvas', 'moodle', 'folder'];
const keyOf = (kind: string, id: string): string => `${kind}:${caseless(id.trim())}`;

/** Both have an id of one kind, and they differ: one name, and two people. */
function contradicts(
  one: Readonly<Record<string, string>>,
  other: Readonly<Record<string, string>>,
): boolean {
  return Object.entries(one).some(
    ([kind, id]) => other[kind] !== undefined && fold(other[kind]) !== fold(id),
  );
}

function ambiguous(person: Person, students: readonly RosterStudent[], how: string): Matched {
  const lines = students.map(({ name, line }) => `${name} on line ${line}`).join(' or ');
  return { reason: 'ambiguous', message: `${person.name} may be ${lines} of the roster, ${how}` };
}
