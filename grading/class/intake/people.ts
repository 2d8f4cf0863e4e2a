/** Who is who: the people in a download, the students of the roster, and those whom the class knows from earlier runs. */
import type { ClassProblem } from '../record/index.js';
import type { StoredStudent, Listed } from '../database/index.js';
import type { Download, HandedIn } from '../downloads/index.js';
import type { RosterStudent } from '../../roster/index.js';
import { RosterIndex } from './match.js';
import { findKnown } from './known-students.js';
import { lookalikes } from './lookalikes.js';
import { makeKeys } from './keys.js';
import { inPersons, together, unsureOrder, type Someone } from './persons.js';

export interface People {
  /** Everybody in the download or the roster: new, or with what is known now. */
  readonly students: readonly StoredStudent[];
  /** By key: what that student handed in, the first attempt first. */
  readonly attempts: ReadonlyMap<string, readonly HandedIn[]>;
  readonly problems: readonly ClassProblem[];
}

export function whoIsWho(
  { handedIn }: Pick<Download, 'handedIn'>,
  roster: readonly RosterStudent[] | undefined,
  known: readonly StoredStudent[],
): People {
  const problems: ClassProblem[] = [];
  const people = roster === undefined ? inPersons(handedIn) : matched(inPersons(handedIn), roster, problems);
  for (const each of people) {
    const message = unsureOrder(each);
    if (message !== undefined) {
      problems.push({ kind: 'ambiguous', source: each.handedIn.at(-1)!.source, message });
    }
  }
  const present = new Set(people.map(({ listed }) => listed));
  const absent = (roster ?? []).filter((student) => !present.has(student));
  const everybody = [
    ...people.map((each) => ({ ...each, ids: { ...each.person.ids, ...each.listed?.ids } })),
    ...absent.map((listed) => ({ person: undefined, handedIn: [], listed, ids: listed.ids })),
  ];
  const found = findKnown(everybody, known, roster ?? []);
  const withKnown = everybody.map((each, index) => ({
    ...each,
    found: found[index],
    name: each.listed?.name ?? each.person!.name,
  }));
  const keys = makeKeys(
    withKnown.map(({ found, name, ids }) => found?.key ?? { name: ids['folder'] ?? name, ids }),
    known.map(({ key }) => key),
  );
  const students = withKnown.map(({ found, name, ids, listed }, index) => ({
    ...(found && unlisted(found)), // whom the roster of this run does not list
    key: keys[index]!,
    name,
    ids: { ...found?.ids, ...ids },
    ...(listed === undefined ? {} : { listed: listedOf(listed) }),
  }));
  const here = new Set(keys.filter((_, index) => withKnown[index]!.handedIn.length > 0));
  const elsewhere = known.filter(({ key }) => !keys.includes(key));
  return {
    students,
    attempts: new Map(withKnown.map((each, index) => [keys[index]!, each.handedIn])),
    problems: [...problems, ...lookalikes([...students, ...elsewhere], here)].map((problem) => {
      const index = withKnown.findIndex(({ handedIn: all }) =>
        all.some(({ source }) => source === problem.source),
      );
      return index < 0 ? problem : { ...problem, student: keys[index]! };
    }),
  };
}

function unlisted({ listed: _listed, ...student }: StoredStudent): StoredStudent {
  return student;
}

/** Finds everybody in the roster. Whoever is not found is told, and stays in the class. */
function matched(
  people: readonly Someone[],
  roster: readonly RosterStudent[],
  problems: ClassProblem[],
): Someone[] {
  const index = new RosterIndex(roster);
  const tell = (kind: ClassProblem['kind'], { handedIn }: Someone, message: string): void =>
    void problems.push({ kind, source: handedIn[0]!.source, message: `${handedIn[0]!.source}: ${message}` });
  const matches = people.map((someone) => ({ someone, match: index.match(someone.person) }));
  const found: Someone[] = [];
  for (const { someone, match } of matches) {
    if (!('student' in match)) {
      tell(match.reason, someone, match.message);
      found.push(someone);
      continue;
    }
    const rivals = matches.filter(
      (other) => 'student' in other.match && other.match.student === match.student,
    );
    const byId = rivals.filter((other) => 'student' in other.match && other.match.byId);
    const { name, line } = match.student;
    if (match.byId || rivals.length === 1) {
      const before = found.findIndex(({ listed }) => listed === match.student);
      if (before >= 0) {
        // Two ids of one student, as where one handed in by e-mail and on the platform.
        found[before] = together(found[before]!, someone);
      } else {
        found.push({ ...someone, listed: match.student });
      }
    } else {
      const others =
        byId.length > 0
          ? 'somebody else has that student’s id'
          : `${rivals.length} people here have that name`;
      tell(
        'ambiguous',
        someone,
        `${someone.person.name} may be ${name} on line ${line} of the roster, but ${others}`,
      );
      found.push(someone);
    }
  }
  return found;
}

function listedOf({ row, email, section, extraTime, unreadTime }: RosterStudent): Listed {
  return {
    row,
    ...(email && { email }),
    ...(section && { section }),
    ...(extraTime && { extraTime }),
    ...(unreadTime && { unreadTime }),
  };
}
