/** Who is who: the people in a download, the students of the roster, and those whom the class knows from earlier runs. */
import type { ClassProblem } from '../record/index.js';
import type { StoredStudent, Listed } from '../database/index.js';
import type { Download, HandedIn, Person } from '../downloads/index.js';
import type { RosterStudent } from '../../roster/index.js';
import { RosterIndex } from './match.js';
import { makeKeys } from './keys.js';

export interface People {
  /** Everybody in the download or the roster: new, or with what is known now. */
  readonly students: readonly StoredStudent[];
  /** By key: what that student handed in, the first attempt first. */
  readonly attempts: ReadonlyMap<string, readonly HandedIn[]>;
  readonly problems: readonly ClassProblem[];
}

/** Somebody who handed in, with everything, before it is known who of the class that is. */
interface Someone {
  readonly person: Person;
  readonly handedIn: readonly HandedIn[];
  readonly listed?: RosterStudent;
}

export function whoIsWho(
  { handedIn }: Pick<Download, 'handedIn'>,
  roster: readonly RosterStudent[] | undefined,
  known: readonly StoredStudent[],
): People {
  const problems: ClassProblem[] = [];
  const people = roster === undefined ? inPersons(handedIn) : matched(inPersons(handedIn), roster, problems);
  const present = new Set(people.map(({ listed }) => listed));
  const absent = (roster ?? []).filter((student) => !present.has(student));
  const everybody = [
    ...people.map((each) => ({ ...each, ids: { ...each.person.ids, ...each.listed?.ids } })),
    ...absent.map((listed) => ({ person: undefined, handedIn: [], listed, ids: listed.ids })),
  ];
  const taken = new Set<string>();
  const withKnown = everybody.map((each) => {
    const found = known.find(({ key, ids }) => !taken.has(key) && shareAnId(ids, each.ids));
    if (found !== undefined) {
      taken.add(found.key);
    }
    return { ...each, found, name: each.listed?.name ?? each.person!.name };
  });
  const keys = makeKeys(
    withKnown.map(({ found, name, ids }) => found?.key ?? { name: ids['folder'] ?? name, ids }),
    known.map(({ key }) => key),
  );
  const students = withKnown.map(({ found, name, ids, listed }, index) => ({
    ...found,
    key: keys[index]!,
    name,
    ids: { ...found?.ids, ...ids },
    ...(listed === undefined ? {} : { listed: listedOf(listed) }),
  }));
  return {
    students: students.map((student, index) => (withKnown[index]!.listed ? student : unlisted(student))),
    attempts: new Map(withKnown.map((each, index) => [keys[index]!, each.handedIn])),
    problems: problems.map((problem) => {
      const index = withKnown.findIndex(({ handedIn: all }) =>
        all.some(({ source }) => source === problem.source),
      );
      return index < 0 ? problem : { ...problem, student: keys[index]! };
    }),
  };
}

/** Somebody whom the roster of this run does not list. */
function unlisted({ listed: _listed, ...student }: StoredStudent): StoredStudent {
  return student;
}

/** The attempts of each person together: one who shares an id is the same. */
function inPersons(handedIn: readonly HandedIn[]): Someone[] {
  const people: { person: Person; handedIn: HandedIn[] }[] = [];
  for (const each of handedIn) {
    const same = people.find(({ person }) => shareAnId(person.ids, each.person.ids));
    if (same === undefined) {
      people.push({ person: each.person, handedIn: [each] });
    } else {
      same.handedIn.push(each);
    }
  }
  return people;
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

/** By time where all of it has one. */
function together(one: Someone, other: Someone): Someone {
  const handedIn = [...one.handedIn, ...other.handedIn];
  const timed = handedIn.every(({ at }) => at !== undefined);
  return {
    ...one,
    person: { ...one.person, ids: { ...other.person.ids, ...one.person.ids } },
    handedIn: timed ? handedIn.sort((a, b) => a.at!.localeCompare(b.at!)) : handedIn,
  };
}

function shareAnId(one: Readonly<Record<string, string>>, other: Readonly<Record<string, string>>): boolean {
  return Object.entries(one).some(([kind, id]) => other[kind]?.toLowerCase() === id.toLowerCase());
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
