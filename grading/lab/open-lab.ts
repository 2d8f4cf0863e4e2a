/** What the commands that grade need of the lab: its exercises, its lecture, its version, checked against one another. */
import { join } from 'node:path';
import { Grader, type GraderOptions } from '../engine/index.js';
import { besideExercises, loadExercises, selectExercises, type Exercise } from '../exercises/index.js';
import { labRoot } from '../lab-root.js';
import { coverage, readLecture, requireSections, type Lecture, type Section } from '../lecture/index.js';
import { legibleLine } from '../report/index.js';
import type { LabFiles } from '../submission/index.js';
import { engineVersion } from '../engine-version.js';

/** The rest is counted. */
const MAX_NOTES = 50;

export interface Lab {
  readonly root: string;
  /** Every exercise of the lab. */
  readonly all: readonly Exercise[];
  /** Those that this run is about. */
  readonly exercises: readonly Exercise[];
  readonly lecture: Lecture;
  /** The sections of the lecture that no exercise names. */
  readonly uncovered: readonly Section[];
}

/** Opens the lab with the exercises that `only` names (all when empty) and the lecture of `lectureFile` (or its own). */
export function openLab(only: readonly string[], lectureFile?: string): Lab {
  const root = labRoot();
  const all = loadExercises(root);
  const exercises = selectExercises(all, only);
  const lecture = readLecture(lectureFile ?? join(root, 'exercises/lecture.md'));
  const named = all.map(sectionsOf);
  requireSections(lecture, named, lectureFile);
  tellNotes(lecture);
  return { root, all, exercises, lecture, uncovered: coverage(lecture, named).uncovered };
}

/** What of the lecture no page shows. An instructor can mend it; a student's own commands read the lab's lecture, which has none. */
function tellNotes({ notes }: Lecture): void {
  for (const note of notes.slice(0, MAX_NOTES)) {
    process.stderr.write(`hyperlab: note: ${legibleLine(note, 500)}\n`);
  }
  if (notes.length > MAX_NOTES) {
    process.stderr.write(`hyperlab: note: ${notes.length - MAX_NOTES} more like these\n`);
  }
}

/** A grader for the exercises of this run. Close it when done. */
export function openGrader(lab: Lab, seed: number, hidden: boolean, how: HowToRun = {}): Promise<Grader> {
  return Grader.open(graderOptions(lab, seed, hidden, how));
}

export type HowToRun = Pick<GraderOptions, 'inline' | 'together'>;

/** What a grader for the exercises of this run is opened with. */
export function graderOptions(
  { root, exercises, lecture }: Lab,
  seed: number,
  hidden: boolean,
  how: HowToRun = {},
): GraderOptions {
  const described = `${lecture.title} @ ${lecture.digest.slice(0, 16)}`;
  return { root, exercises, seed, hidden, lecture: described, engine: engineVersion(), ...how };
}

/** What a submission may hold. */
export function labFiles({ root, all }: Lab): LabFiles {
  return {
    beside: besideExercises(root, all),
    exercises: all.map(({ manifest, handoutFiles }) => ({
      id: manifest.id,
      partFile: manifest.part.file,
      handoutFiles: [...handoutFiles],
    })),
  };
}

function sectionsOf({ manifest }: Exercise): { id: string; sections: string[] } {
  const sections = manifest.checks.flatMap(({ section }) => section ?? []);
  return { id: manifest.id, sections: [...new Set([manifest.section, ...sections])] };
}
