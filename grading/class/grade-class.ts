/** `hyperlab class DIR --out DIR`: takes submissions in, grades what is new, and brings every folder and `class.json` up to date. */
import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { createProgress, InputError } from '../command-line/index.js';
import { labFiles } from '../lab/index.js';
import { openDownload, type Download } from './downloads/index.js';
import { gradeAll } from './grade-all.js';
import { gradeQueued } from './grade-queued.js';
import { takeIn } from './intake/index.js';
import { noNotes, readNotes, resolveNotes, type ClassNotes, type NotesFile } from './notes/index.js';
import { openClass, type ClassOptions, type OpenClass } from './open-class.js';
import { viewClass, type ClassView } from './output/index.js';
import { readRoster, type RosterStudent } from '../roster/index.js';
import { Workspace } from '../sandbox/index.js';
import { tellClass, tellStale } from './tell.js';
import { writeResults } from './write-results.js';

export interface GradeClassOptions extends ClassOptions {
  readonly out: string;
  /** Attempts that are graded at a time. */
  readonly jobs?: number;
  /** Grade those as well that a later one has replaced. */
  readonly allAttempts?: boolean;
  /** Nobody in the folder handed in before, and it is the same class all the same. */
  readonly sameClass?: boolean;
}

export async function gradeClass(folder: string, options: GradeClassOptions): Promise<void> {
  // What is wrong with the files that were named is told before anything is made.
  const named = { roster: readIf(options.roster, readRoster), notes: readIf(options.notes, readNotes) };
  const workspace = new Workspace();
  const download = await openDownload(folder, [resolve(options.out)], workspace.path('download'));
  requireSomebody(folder, download, named.roster);
  const opened = await openClass(options.out, options, true);
  try {
    const roster = named.roster ?? readIf(opened.settings.roster, readRoster);
    const notesFile = named.notes ?? readIf(opened.settings.notes, readNotes);
    await takeInAll(folder, download, roster, opened, options.sameClass ?? false);
    workspace.remove(); // all of it is in the database now
    const notes = await notesOf(opened, notesFile);
    await remember(folder, opened); // not before: notes with a fault are not what later runs are to use
    const todo = todoOf(await viewClass(opened.store), options.allAttempts ?? false);
    await gradeAndWrite(opened, notes, todo, options.jobs ?? availableParallelism());
    tellStale(await viewClass(opened.store), opened.identity);
  } finally {
    await opened.close();
  }
}

const readIf = <T>(file: string | undefined, read: (file: string) => T): T | undefined =>
  file === undefined ? undefined : read(file);

function requireSomebody(
  folder: string,
  { handedIn }: Download,
  roster: readonly RosterStudent[] | undefined,
): void {
  if (handedIn.length === 0 && (roster ?? []).length === 0) {
    throw new InputError(
      `${folder}: holds no submission: give the folder of a download, with a folder or an archive for each student`,
    );
  }
}

async function takeInAll(
  folder: string,
  download: Download,
  roster: readonly RosterStudent[] | undefined,
  { store, lab, settings, out }: OpenClass,
  sameClass: boolean,
): Promise<void> {
  const progress = createProgress(process.stderr);
  const place = resolve(folder);
  const folders = settings.folders ?? [];
  const onStrangers = (): void => {
    if (!sameClass && !folders.includes(place)) {
      const before = folders.at(-1) ?? 'another folder';
      throw new InputError(
        `${out}: holds another class, that of ${before}: nobody in ${folder} handed in there; give another --out, or --same-class if it is the same`,
      );
    }
  };
  const onRead = (done: number, of: number): void => progress.show(`reading ${done} of ${of} …`);
  await takeIn(store, download, roster, labFiles(lab), onRead, onStrangers);
  progress.clear();
}

async function remember(folder: string, { store, settings, identity }: OpenClass): Promise<void> {
  const place = resolve(folder);
  const others = (settings.folders ?? []).filter((each) => each !== place);
  const { seed } = identity;
  await store.changeSettings({ ...settings, folders: [...others, place], seed, grader: identity });
}

/** The notes of this class. @throws SchemaError where they name somebody or something that is not there. */
export async function notesOf({ store, lab }: OpenClass, file: NotesFile | undefined): Promise<ClassNotes> {
  const manifests = lab.exercises.map(({ manifest }) => manifest);
  return file === undefined ? noNotes : resolveNotes(file, await store.students.list(), manifests);
}

/** Attempts that can be graded and never were. */
function todoOf({ students }: ClassView, all: boolean): number[] {
  return students.flatMap(({ attempts, current }) =>
    attempts
      .filter(
        (each) =>
          (all || each === current) && each.attempt.faults === undefined && each.counting === undefined,
      )
      .map(({ attempt }) => attempt.id),
  );
}

async function gradeAndWrite(
  opened: OpenClass,
  notes: ClassNotes,
  todo: readonly number[],
  jobs: number,
): Promise<void> {
  await writeResults(opened, notes); // what is known already stands there while the rest is graded
  await gradeTodo(opened, notes, todo, jobs);
  tellClass(await writeResults(opened, notes), opened.out);
}

/** Grades these, in this process or with workers; whatever counts is written at once. */
export async function gradeTodo(
  opened: OpenClass,
  notes: ClassNotes,
  todo: readonly number[],
  jobs: number,
): Promise<void> {
  if (todo.length > 0) {
    await (opened.server === undefined
      ? gradeAll(opened, notes, todo, Math.max(1, jobs))
      : gradeQueued(opened, opened.server, notes, todo, jobs));
  }
}
