/** The people of a download: the attempts of each together, before it is known who of the class that is. */
import type { HandedIn, Person } from '../downloads/index.js';
import { legibleName } from '../../submission/index.js';
import type { RosterStudent } from '../../roster/index.js';

export interface Someone {
  readonly person: Person;
  /** The last one counts. */
  readonly handedIn: readonly HandedIn[];
  readonly listed?: RosterStudent;
}

type Ids = Readonly<Record<string, string>>;

/** One who shares an id is the same. */
export function inPersons(handedIn: readonly HandedIn[]): Someone[] {
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

/** By time where all of it has one. */
export function together(one: Someone, other: Someone): Someone {
  const handedIn = [...one.handedIn, ...other.handedIn];
  return {
    ...one,
    person: { ...one.person, ids: { ...other.person.ids, ...one.person.ids } },
    handedIn: isTimed(handedIn) ? handedIn.sort((a, b) => a.at!.localeCompare(b.at!)) : handedIn,
  };
}

/** Ids and addresses are the same in capitals; names of folders that differ in anything may be of two people. */
export function shareAnId(one: Ids, other: Ids): boolean {
  return Object.entries(one).some(([kind, id]) =>
    kind === 'folder' ? other[kind] === id : other[kind]?.toLowerCase() === id.toLowerCase(),
  );
}

/** What is told where nothing says which of somebody's attempts is the last: `ada` beside `ada.zip`. */
export function unsureOrder({ handedIn }: Someone): string | undefined {
  const sources = [...new Set(handedIn.map(placeOf))];
  if (sources.length < 2 || isTimed(handedIn)) {
    return undefined;
  }
  const names = handedIn.map(({ source }) => legibleName(source));
  return `${names.join(' and ')} are one student's, and nothing says which is the last: ${names.at(-1)} counts`;
}

const isTimed = (handedIn: readonly HandedIn[]): boolean => handedIn.every(({ at }) => at !== undefined);

/** A platform puts all attempts of one student in order; what lies there by its own name is alone. */
const placeOf = ({ person: { ids }, source }: HandedIn): string =>
  ids['folder'] === undefined ? JSON.stringify(ids) : source;
