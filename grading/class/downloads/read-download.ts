/** Reads the folder of a class, whatever platform it comes from; each entry is looked at by itself, so that a mixture does no harm. */
import { resolve } from 'node:path';
import { readCanvasName } from './canvas.js';
import { readClassFolder, type ClassEntry } from './class-folder.js';
import { isClone, readCloneNames } from './github.js';
import { METADATA, readGradescope } from './gradescope.js';
import type { Download, HandedIn, Remark } from './handed-in.js';
import { readMoodleName } from './moodle.js';
import { looseAttempts } from './loose-attempts.js';
import type { Named } from './named.js';
import { inTurn } from './resubmissions.js';
import { folderName, legibleName, withoutEnding } from '../../submission/index.js';

/**
 * `except` are absolute paths in it that are not part of the class, such as where the results go.
 * @throws DownloadError where there is no folder to read.
 */
export function readDownload(folder: string, except: readonly string[] = []): Download {
  const entries = readClassFolder(folder, isNamed).filter(({ path }) => !except.includes(resolve(path)));
  const metadata = entries.find(({ name, kind }) => name === METADATA && kind === 'file');
  const gradescope = metadata && readGradescope(metadata, entries);
  const rest = entries.filter((entry) => entry !== metadata && !gradescope?.claimed.has(entry.name));
  const named = rest.flatMap((entry) => namedBy(entry) ?? []);
  const unnamed = rest.filter((entry) => !named.some((each) => each.entry === entry));
  const clones = unnamed.filter(isClone);
  const plain = unnamed.filter((entry) => !isClone(entry) && isWork(entry));
  const byPlatform = groups(named).map(attemptsOf);
  return {
    handedIn: [
      ...(gradescope?.handedIn ?? []),
      ...byPlatform.flatMap(({ handedIn }) => handedIn),
      ...[...readCloneNames(clones)].map(([{ source, path }, person]) => ({ person, source, path })),
      ...plain.map(plainAttempt),
    ],
    remarks: [
      ...(gradescope?.remarks ?? []),
      ...byPlatform.flatMap(({ remarks }) => remarks),
      ...unnamed.filter((entry) => !isClone(entry) && !isWork(entry)).map(nobodys),
    ],
  };
}

/** Whose it is by its name, as Moodle and Canvas make names. */
function namedBy(entry: ClassEntry): Named | undefined {
  const plain = entry.kind === 'file' || entry.kind === 'folder';
  return plain ? (readMoodleName(entry) ?? readCanvasName(entry)) : undefined;
}

/** Has a name that only a platform makes. */
export const isNamed = (entry: ClassEntry): boolean => namedBy(entry) !== undefined;

const isWork = ({ kind, archive }: ClassEntry): boolean => kind === 'folder' || (archive && kind === 'file');

const SHORTEST_ID = 4;

function plainAttempt({ name, source, path }: ClassEntry): HandedIn {
  const called = folderName(path, false);
  const words = called.replace(/[_-]+/g, ' ').trim() || called;
  const folder = withoutEnding(name); // as it is written: two that are nearly one name may be two people
  // A short word may be anything: `team 12` is not the student of number 12.
  const wordsOf = folder.split(/[_\s]+/).filter(({ length }) => length >= SHORTEST_ID);
  const maybe = [called, folder, name, ...wordsOf];
  return { person: { name: words, ids: { folder }, maybe: [...new Set(maybe)] }, source, path };
}

function nobodys({ name, source, kind }: ClassEntry): Remark {
  const what =
    kind === 'link'
      ? 'a symbolic link'
      : kind === 'file'
        ? 'a file, and no archive'
        : kind === 'misspelt'
          ? 'a name in another encoding than UTF-8 (rename it)'
          : 'no plain file or folder';
  return {
    kind: 'passed over',
    source,
    message: `${legibleName(name)} is ${what}: nobody's work was read from it`,
  };
}

/** By the student's id on the platform. */
function groups(named: readonly Named[]): Named[][] {
  const byPerson = new Map<string, Named[]>();
  for (const each of named) {
    const [[platform, id]] = Object.entries(each.person.ids) as [[string, string]];
    const key = `${platform}:${id}`;
    byPerson.set(key, [...(byPerson.get(key) ?? []), each]);
  }
  return [...byPerson.values()];
}

/**
 * Of what one student handed in, whatever can hold work counts as an attempt: folders and archives, else files of code; all of it does
 * where none can, so that the student hears.
 */
function attemptsOf(files: readonly Named[]): Download {
  const work = files.filter(({ entry }) => isWork(entry));
  const code = files.filter(({ entry, stem }) => entry.kind === 'file' && stem.endsWith('.ts'));
  if (work.length === 0 && code.length > 0) {
    const others = files.filter((file) => !code.includes(file));
    return { handedIn: looseAttempts(code), remarks: others.map(({ entry }) => nobodys(entry)) };
  }
  const others = files.filter(({ entry }) => !isWork(entry));
  const counted = inTurn(work.length > 0 ? work : files);
  const last = counted.at(-1)!;
  const remarks: Remark[] =
    work.length === 0
      ? []
      : others.map((each) => (code.includes(each) ? besideWork(each, last) : nobodys(each.entry)));
  const twins = counted.filter(({ stem, turn }) => turn === last.turn && stem !== last.stem);
  if (twins.length > 0) {
    const names = [...twins, last].map(({ entry }) => legibleName(entry.name)).join(' and ');
    const message = `${names} were handed in by one student at one time: ${legibleName(last.entry.name)} counts`;
    remarks.push({ kind: 'ambiguous', source: last.entry.source, message });
  }
  const handedIn = counted.map(({ entry, person, markedLate }) => ({
    person,
    source: entry.source,
    path: entry.path,
    ...(markedLate && { markedLate }),
  }));
  return { handedIn, remarks };
}

/** A file of code beside an archive: it may be meant to be newer, and a person must look. */
function besideWork({ entry }: Named, last: Named): Remark {
  const message = `${legibleName(entry.name)} lies beside ${legibleName(last.entry.name)} of the same student, which counts: it was not read`;
  return { kind: 'ambiguous', source: entry.source, message };
}
