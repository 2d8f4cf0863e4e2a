/** `hyperlab regrade OUT`: grades chosen work again, shows what would change, and makes it count when told. */
import { writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { availableParallelism } from 'node:os';
import { InputError } from '../command-line/index.js';
import type { Exercise } from '../exercises/index.js';
import { selectExercises } from '../exercises/index.js';
import { parseResult, type Verdict } from '../result/index.js';
import { identityText, type ClassStore, type StoredGrading } from './database/index.js';
import { gradeTodo, notesOf } from './grade-class.js';
import {
  changesAnything,
  difference,
  differenceLines,
  isSelected,
  whatDiffers,
  type Difference,
  type Predicates,
} from './history/index.js';
import { readNotes, type ClassNotes } from './notes/index.js';
import { openClass, type ClassOptions, type OpenClass } from './open-class.js';
import { viewClass, type StudentView } from './output/index.js';
import { tellClass } from './tell.js';
import { orFull, writeResults } from './write-results.js';

export interface RegradeOptions extends Pick<ClassOptions, 'database' | 'notes' | 'seed'> {
  readonly exercise?: readonly string[];
  readonly check?: readonly string[];
  readonly verdict?: readonly Verdict[];
  readonly student?: readonly string[];
  readonly apply?: boolean;
  readonly jobs?: number;
}

/** In the folder of the class: what the last call would change, or has changed. */
export const REGRADE_FILE = 'regrade.txt';

/** A student's work whose result was asked for again. */
interface Chosen {
  readonly student: StudentView;
  readonly attempt: number;
  readonly counting: StoredGrading;
}

export async function regradeClass(out: string, options: RegradeOptions): Promise<void> {
  const opened = await openClass(out, options, false);
  try {
    const { settings, store, identity } = opened;
    const notes = await notesOf(opened, settings.notes === undefined ? undefined : readNotes(settings.notes));
    const { students } = await viewClass(store);
    const chosen = await choose(store, students, predicates(options, opened.lab.exercises, students));
    const other = chosen.filter(({ counting }) => identityText(counting.grader) !== identityText(identity));
    if (other.length === 0) {
      const why =
        chosen.length === 0
          ? 'no result fits'
          : `the ${chosen.length} results that fit are of these suites and this seed already`;
      process.stdout.write(`nothing to regrade: ${why}\n`);
      return;
    }
    await store.changeSettings({ grader: identity }); // for workers
    await gradeTodo(opened, notes, await ungraded(opened, other), options.jobs ?? availableParallelism());
    await showAndApply(opened, notes, other, options.apply ?? false);
  } finally {
    await opened.close();
  }
}

function predicates(
  { exercise, check, verdict, student }: RegradeOptions,
  exercises: readonly Exercise[],
  students: readonly StudentView[],
): Predicates {
  const ids = exercise && selectExercises(exercises, exercise).map(({ manifest }) => manifest.id);
  const known = exercises
    .filter(({ manifest }) => ids?.includes(manifest.id) ?? true)
    .flatMap(({ manifest }) => manifest.checks.map(({ id }) => id));
  const strange = (check ?? []).find((id) => !known.includes(id));
  if (strange !== undefined) {
    throw new InputError(`--check ${strange}: there is no such check: use one of ${known.join(', ')}`);
  }
  const nobody = (student ?? []).find((key) => !students.some((each) => each.student.key === key));
  if (nobody !== undefined) {
    throw new InputError(`--student ${nobody}: there is no such folder of a student`);
  }
  return {
    ...(ids && { exercises: ids }),
    ...(check && { checks: check }),
    ...(verdict && { verdicts: verdict }),
    ...(student && { students: student }),
  };
}

async function choose(
  store: ClassStore,
  students: readonly StudentView[],
  wanted: Predicates,
): Promise<Chosen[]> {
  const chosen: Chosen[] = [];
  for (const student of students) {
    const { current } = student;
    if (current?.counting === undefined) {
      continue;
    }
    const { result } = await store.gradings.texts(current.counting.id);
    if (isSelected(student.student.key, parseResult(result), wanted)) {
      chosen.push({ student, attempt: current.attempt.id, counting: current.counting });
    }
  }
  return chosen;
}

async function ungraded({ store, identity }: OpenClass, chosen: readonly Chosen[]): Promise<number[]> {
  const done = new Set(
    (
      await store.gradings.finished(
        chosen.map(({ attempt }) => attempt),
        identity,
      )
    ).map(({ attempt }) => attempt),
  );
  return chosen.map(({ attempt }) => attempt).filter((attempt) => !done.has(attempt));
}

async function showAndApply(
  opened: OpenClass,
  notes: ClassNotes,
  chosen: readonly Chosen[],
  apply: boolean,
): Promise<void> {
  const { store, out, identity } = opened;
  const fresh = (await store.gradings.list()).filter(
    ({ grader }) => identityText(grader) === identityText(identity),
  );
  const pairs = chosen.map((each) => ({
    ...each,
    after: fresh.find(({ attempt }) => attempt === each.attempt),
  }));
  const graded = pairs.flatMap(({ after, ...each }) => (after === undefined ? [] : [{ ...each, after }]));
  const lines: string[] = [];
  let changed = 0;
  let points = 0;
  for (const { student, counting, after } of graded) {
    const [before, now] = [await store.gradings.texts(counting.id), await store.gradings.texts(after.id)];
    const change = difference(parseResult(before.result), parseResult(now.result));
    if (changesAnything(change)) {
      changed += 1;
      points += change.newScore - change.score;
      lines.push(
        ...differenceLines(student.student.key, change),
        ...byHandToo(student.student.key, change, notes),
      );
    }
  }
  if (apply) {
    await store.gradings.apply(graded.map(({ after }) => after.id));
    await store.changeSettings({ seed: identity.seed });
  }
  const failed = pairs.length - graded.length;
  const sum = `${points < 0 ? '−' : '+'}${Math.abs(points)} points in all`;
  const before = pairs.map(({ counting }) => counting.grader);
  lines.push(
    `${changed} of ${pairs.length} ${apply ? 'have changed' : 'would change'}, ${sum}; ${whatDiffers(before, identity)}` +
      (failed > 0 ? `; ${failed} could not be graded and keep their results` : ''),
  );
  const text = `${lines.join('\n')}\n`;
  await orFull(out, () => writeFileSync(join(out, REGRADE_FILE), text));
  process.stdout.write(text);
  const record = await writeResults(opened, notes);
  if (apply) {
    tellClass(record, out);
  } else {
    const file = join(relative('', out), REGRADE_FILE);
    process.stdout.write(`nothing was changed yet: look through ${file}, then say the same with --apply\n`);
  }
}

/** Points that a person gave for a check whose verdict is another now: they stay, and somebody should look at them. */
function byHandToo(key: string, { checks }: Difference, notes: ClassNotes): string[] {
  return (notes.students.get(key)?.points ?? [])
    .filter(({ exercise, check }) =>
      checks.some((each) => each.exercise === exercise && each.check === check),
    )
    .map(
      ({ exercise, check, points, reason }) =>
        `  ! ${exercise}/${check} has ${points} points by hand as well (${reason})`,
    );
}
