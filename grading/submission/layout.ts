/** Reads the parts in a submission: which folder is an exercise, which file is a part, and what does not count. */
import { createHash } from 'node:crypto';
import { decode } from './decode.js';
import { isNumbered } from './find-exercises.js';
import { caseless } from './names.js';
import {
  type Entry,
  isClutter,
  legibleName,
  type Source,
  SubmissionError,
  type SubmissionLimits,
} from './files/index.js';

/** What the lab knows of one exercise's folder. */
export interface ManifestFiles {
  /** `08-trap-and-emulate` */
  readonly id: string;
  /** The one file that the student writes: `emulate.ts`. */
  readonly partFile: string;
  /** Names that the lab itself ships in that folder, such as README.md; nobody hears of them. */
  readonly handoutFiles: readonly string[];
}

export interface LabFiles {
  readonly exercises: readonly ManifestFiles[];
  /** Names that the lab itself ships beside its exercise folders, such as lecture.md; nobody hears of them. */
  readonly beside: readonly string[];
}

export interface SubmittedPart {
  /** Its name in the exercise's folder: `emulate.ts`. */
  readonly file: string;
  readonly text: string;
  /** Of its bytes as they were handed in, in hexadecimal. */
  readonly sha256: string;
}

export interface Collected {
  readonly parts: ReadonlyMap<string, SubmittedPart>;
  /** Paths that do not count, to be told. */
  readonly passedOver: readonly string[];
  /** What else the student should know. */
  readonly notes: readonly string[];
}

/** Reads every part in the exercise folders of `folder`. Throws SubmissionError with all faults that there are. */
export async function collectParts(
  source: Source,
  folder: string,
  lab: LabFiles,
  limits: SubmissionLimits,
): Promise<Collected> {
  const collector = new Collector(source, lab, limits);
  await collector.collect(folder);
  const { parts, passedOver, notes, faults } = collector;
  if (parts.size === 0 && faults.length === 0) {
    faults.push(`holds no part of any exercise: ${expected(lab)}`);
  }
  if (faults.length > 0) {
    throw new SubmissionError(faults);
  }
  return { parts, passedOver, notes };
}

/** Parts that lie in no folder of an exercise: a file's name tells which one it is. */
export async function collectLoose(
  source: Source,
  loose: readonly Entry[],
  lab: LabFiles,
  limits: SubmissionLimits,
): Promise<Collected> {
  const collector = new Collector(source, lab, limits);
  for (const entry of loose) {
    await collector.collectLoose(entry);
  }
  const { parts, passedOver, notes, faults } = collector;
  if (parts.size === 0 && faults.length === 0) {
    faults.push(...loose.flatMap(({ name, path }) => misnamed(path, nearlyPart(name, lab))));
  }
  if (faults.length > 0) {
    throw new SubmissionError(faults);
  }
  return { parts, passedOver, notes };
}

/** The part that a name means: `emulate.ts`, and as systems, browsers and hands change it, `Emulate.ts` or `emulate (1).ts.txt`. */
export function nearlyPart(name: string, { exercises }: LabFiles): string | undefined {
  const names = exercises.map(({ partFile }) => partFile);
  const meant = SOURCE.test(name) ? `${caseless(name).replace(SOURCE, '').replace(COPY, '')}.ts` : undefined;
  return (
    names.find((partFile) => partFile === name) ?? names.find((partFile) => caseless(partFile) === meant)
  );
}

function misnamed(path: string, partFile: string | undefined): string[] {
  return partFile === undefined
    ? []
    : [`${legibleName(path)} is not the name of a part: call it ${partFile}`];
}

export function expected({ exercises }: LabFiles): string {
  const [first] = exercises;
  const example = first ? `, such as ${first.id}/${first.partFile}` : '';
  return `hand in your files in folders that are named like the exercises${example}`;
}

/** One part from its bytes; `path` stands in messages. */
export function partOf(file: string, bytes: Uint8Array, path: string): SubmittedPart & { note?: string } {
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { file, sha256, ...decode(bytes, path) };
}

class Collector {
  readonly parts = new Map<string, SubmittedPart>();
  readonly passedOver: string[] = [];
  readonly notes: string[] = [];
  readonly faults: string[] = [];

  readonly #source: Source;
  readonly #lab: LabFiles;
  readonly #limits: SubmissionLimits;
  /** By exercise: where its loose part lies. */
  readonly #looseOf = new Map<string, string>();

  constructor(source: Source, lab: LabFiles, limits: SubmissionLimits) {
    this.#source = source;
    this.#lab = lab;
    this.#limits = limits;
  }

  async collect(folder: string): Promise<void> {
    const { exercises, beside } = this.#lab;
    const entries = await this.#list(folder, beside);
    this.#refuseTwins(entries, (name) => isNumbered({ name }));
    for (const entry of entries) {
      const exercise = exercises.find(({ id }) => id === entry.name);
      if (exercise !== undefined) {
        await this.#readExercise(entry, exercise);
      } else if (isNumbered(entry) && entry.kind !== 'file') {
        this.faults.push(this.#unknownExercise(entry));
      } else {
        this.#passOver(entry);
      }
    }
  }

  async collectLoose(entry: Entry): Promise<void> {
    const owner = this.#lab.exercises.find(({ partFile }) => partFile === entry.name);
    if (owner === undefined) {
      this.passedOver.push(entry.path);
    } else if (this.#looseOf.has(owner.id)) {
      const names = `${legibleName(this.#looseOf.get(owner.id)!)} and ${legibleName(entry.path)}`;
      this.faults.push(`holds ${owner.partFile} twice, ${names}: keep one of them`);
    } else {
      this.#looseOf.set(owner.id, entry.path);
      await this.#readPart(owner.id, owner.partFile, entry);
    }
  }

  /** What is neither clutter nor shipped by the lab. */
  async #list(folder: string, shipped: readonly string[]): Promise<Entry[]> {
    const entries = (await this.#source.list(folder)).filter(({ name }) => !shipped.includes(name));
    this.passedOver.push(...entries.filter(({ name }) => isClutter(name)).map(({ path }) => path));
    return entries.filter(({ name }) => !isClutter(name));
  }

  /** Two names that are one on other systems: it would depend on the system which of them counts. */
  #refuseTwins(entries: readonly Entry[], matters: (name: string) => boolean): void {
    const seen = new Map<string, string>();
    for (const { name, path } of entries.filter((entry) => matters(entry.name))) {
      const folded = caseless(name);
      const twin = seen.get(folded);
      if (twin !== undefined) {
        const names = `${legibleName(twin)} and ${legibleName(path)}`;
        this.faults.push(`${names} are the same name on some systems: keep one of them`);
      }
      seen.set(folded, path);
    }
  }

  async #readExercise(entry: Entry, exercise: ManifestFiles): Promise<void> {
    const { id, partFile } = exercise;
    const shown = legibleName(entry.path);
    if (entry.kind !== 'folder') {
      const how = `make it a folder that holds ${partFile}`;
      this.faults.push(`${shown} is a ${entry.kind}: ${how}`);
      return;
    }
    const entries = await this.#list(entry.path, exercise.handoutFiles);
    this.#refuseTwins(entries, (name) => caseless(name) === caseless(partFile));
    const part = entries.find(({ name }) => name === partFile);
    for (const other of entries.filter((each) => each !== part)) {
      if (part === undefined && other.kind === 'file' && SOURCE.test(other.name)) {
        this.faults.push(`${legibleName(other.path)} is not the file of this exercise: call it ${partFile}`);
      } else {
        this.#passOver(other);
      }
    }
    if (part !== undefined) {
      await this.#readPart(id, partFile, part);
    }
  }

  async #readPart(id: string, partFile: string, { path, kind }: Entry): Promise<void> {
    if (kind !== 'file') {
      const problem = kind === 'folder' ? 'it must be your file' : 'hand in plain files and folders';
      this.faults.push(`${legibleName(path)} is a ${kind}: ${problem}`);
      return;
    }
    try {
      const { note, ...part } = partOf(partFile, await this.#source.read(path, this.#limits.partBytes), path);
      this.parts.set(id, part);
      if (note !== undefined) {
        this.notes.push(note);
      }
    } catch (error) {
      if (!(error instanceof SubmissionError)) {
        throw error;
      }
      this.faults.push(...error.faults);
    }
  }

  /** A part that lies outside of its folder is no leftover: somebody wanted it graded. */
  #passOver({ name, path, kind }: Entry): void {
    const owner = this.#lab.exercises.find(({ partFile }) => partFile === name);
    if (owner !== undefined && kind === 'file') {
      this.faults.push(`${legibleName(path)} lies in the wrong place: put it into ${owner.id}/`);
    } else {
      this.passedOver.push(path);
    }
  }

  #unknownExercise({ name, path }: Entry): string {
    const shown = legibleName(path);
    const number = name.slice(0, 2);
    const same = this.#lab.exercises.find(({ id }) => id.startsWith(`${number}-`));
    if (same) {
      return `${shown} is not the name of exercise ${number}: call the folder ${same.id}`;
    }
    const known = this.#lab.exercises.map(({ id }) => id.slice(0, 2)).join(', ');
    return `${shown}: exercise number ${number} is unknown; known: ${known}; rename the folder or take it out`;
  }
}

/** Files of code, also as some systems and browsers rename them. */
const SOURCE = /\.[cm]?[jt]sx?(\.txt)?$/i;

/** What is added to the name of a copy. */
const COPY = /(?:[-_ ]*\(\d+\)|[-_ ]+copy(?:[-_ ]*\(?\d+\)?)?|[-_ ]\d+)$/;
