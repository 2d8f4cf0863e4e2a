/** `hyperlab export FORMAT RESULT…`: results for other systems, from the records alone. */
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { CLASS_FILE, readClass, type ClassRecord, type ClassStudent } from '../../class/record/index.js';
import { InputError } from '../../command-line/index.js';
import {
  gradedAlone,
  gradedInClass,
  remarksOf,
  toCanvas,
  toClassroom50,
  toExercism,
  toGradescope,
  toMoodle,
  toPrairieLearn,
  type Gradebook,
  type Graded,
  type Roster,
} from '../../export/index.js';
import { renderJunit, studentView, type InstructorRemarks, type StudentResult } from '../../report/index.js';
import { readRoster } from '../../roster/index.js';
import { parseResult, type RunNotes } from '../../result/index.js';

export interface ExportChoice {
  readonly out?: string;
  readonly roster?: string;
  readonly assignment: string;
}

/** The formats of one result each, and how their files end. */
const single: Readonly<Record<string, { ending: string; render: (read: Read) => string }>> = {
  gradescope: { ending: '.json', render: ({ result }) => json(toGradescope(result)) },
  prairielearn: { ending: '.json', render: ({ result }) => json(toPrairieLearn(result)) },
  exercism: { ending: '.json', render: ({ result }) => json(toExercism(result)) },
  junit: { ending: '.xml', render: ({ result }) => renderJunit(result) },
  classroom50: {
    ending: '.json',
    render: ({ result, notes }) =>
      json(toClassroom50(result, process.env, notes?.startedAt ?? new Date().toISOString())),
  },
};

const gradebooks: Readonly<
  Record<string, (results: readonly Graded[], roster: Roster, assignment: string) => Gradebook>
> = { canvas: toCanvas, moodle: toMoodle };

interface Read {
  readonly result: StudentResult;
  readonly notes: RunNotes | undefined;
}

export function exportCommand(format: string, paths: readonly string[], choice: ExportChoice): void {
  const gradebook = gradebooks[format];
  if (gradebook !== undefined) {
    exportClass(gradebook, paths, choice);
    return;
  }
  const classes: Classes = new Map();
  const reads = paths.flatMap(recordsIn).map((file) => {
    const { student } = inClass(file, classes) ?? {};
    return read(file, student && remarksOf(student));
  });
  const { ending, render } = single[format]!;
  if (reads.length === 1) {
    put(choice.out, render(reads[0]!));
    return;
  }
  const { out } = choice;
  if (out === undefined) {
    throw new InputError(`${reads.length} results: give --out DIR, a folder for a file each`);
  }
  const texts = reads.map((each) => [join(out, `${each.result.submission}${ending}`), render(each)] as const);
  const twice = texts.find(([file], index) => texts.findIndex(([other]) => other === file) !== index);
  if (twice !== undefined) {
    throw new InputError(`${twice[0]}: two results have this name; export them one by one`);
  }
  texts.forEach(([file, text]) => put(file, text));
}

function exportClass(
  render: (typeof gradebooks)[string],
  paths: readonly string[],
  { roster: file, out, assignment }: ExportChoice,
): void {
  if (file === undefined) {
    throw new InputError('a gradebook needs --roster FILE, a CSV file with the ids of the students');
  }
  const roster = { file, students: readRoster(file) };
  const classes: Classes = new Map();
  const graded = paths.flatMap((path) => gradedIn(path, classes));
  const { csv, unmatched } = render(graded, roster, assignment);
  put(out, csv);
  for (const line of unmatched) {
    process.stderr.write(`hyperlab: ${line}\n`);
    process.exitCode = 2;
  }
}

/** A student of a class has points by hand as well, and ids; other results stand for themselves. */
function gradedIn(path: string, classes: Classes): Graded[] {
  if (!existsSync(join(path, CLASS_FILE))) {
    return recordsIn(path).map((file) => {
      const { result } = read(file);
      const whose = inClass(file, classes);
      return whose ? gradedInClass(whose.student, result, whose.maxScore) : gradedAlone(result);
    });
  }
  const { students, maxScore } = readClass(path);
  return students.map((student) => {
    const file = join(path, student.key, 'result.json');
    const result = student.state === 'graded' ? read(file).result : undefined;
    return gradedInClass(student, result, maxScore);
  });
}

/** The records that a path means: a file, the folder of a submission, or a folder of such folders. */
function recordsIn(path: string): string[] {
  if (!existsSync(path)) {
    throw new InputError(`${path}: does not exist: name a result.json, or a folder that grade has written`);
  }
  if (!statSync(path).isDirectory()) {
    return [path];
  }
  const folders = [
    path,
    ...readdirSync(path)
      .sort()
      .map((name) => join(path, name)),
  ];
  const found = folders.map((folder) => join(folder, 'result.json')).filter((file) => existsSync(file));
  if (found.length === 0) {
    throw new InputError(`${path}: there is no result.json in it, and none in its folders`);
  }
  return found;
}

function read(file: string, remarks?: InstructorRemarks): Read {
  const notesFile = join(dirname(file), 'run.json');
  const hasNotes = basename(file) === 'result.json' && existsSync(notesFile);
  const notes = hasNotes ? (JSON.parse(readText(notesFile)) as RunNotes) : undefined;
  return { result: studentView(parseResult(readText(file), file), notes, remarks), notes };
}

/** By their folders, those that were looked at; undefined where a folder is none of a class. */
type Classes = Map<string, ClassRecord | undefined>;

/** Whose record it is, where the folder that it lies in lies in that of a class: the class's own record has what was said by hand. */
function inClass(
  file: string,
  classes: Classes,
): { readonly student: ClassStudent; readonly maxScore: number } | undefined {
  const folder = dirname(dirname(resolve(file)));
  if (!classes.has(folder)) {
    classes.set(folder, existsSync(join(folder, CLASS_FILE)) ? readClass(folder) : undefined);
  }
  const record = classes.get(folder);
  const key = basename(dirname(resolve(file)));
  const student = record?.students.find((each) => each.key === key);
  return record && student && { student, maxScore: record.maxScore };
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new InputError(
      `${file}: cannot be read (${(error as NodeJS.ErrnoException).code}): check the path`,
    );
  }
}

function put(file: string | undefined, text: string): void {
  if (file === undefined) {
    process.stdout.write(text);
    return;
  }
  try {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  } catch (error) {
    throw new InputError(
      `${file}: cannot be written (${(error as NodeJS.ErrnoException).code}): give --out another place`,
    );
  }
}

const json = (value: object): string => `${JSON.stringify(value, null, 2)}\n`;
