/** Failures of an exercise that are alike, the largest group first: one note answers all of it. */
import type { Outcome, ReportExercise, ReportStudent } from '../data/index.js';
import { failureOf, type Failure } from './failures.js';

export interface Cluster {
  /** Names it inside its exercise. */
  readonly id: string;
  readonly failure: Failure;
  /** Ids of the checks that it made fail, in the order of the exercise, and how many students each. */
  readonly checks: ReadonlyMap<string, number>;
  /** Everybody in it, in the order of the class. */
  readonly students: readonly ReportStudent[];
  /** The record that most of them have. */
  readonly example: Outcome;
  /** How many have just these values, and no others of the same shape. */
  readonly same: number;
}

interface Growing {
  readonly failure: Failure;
  readonly checks: Map<string, number>;
  readonly students: Set<ReportStudent>;
  readonly ways: Map<string, { readonly outcome: Outcome; readonly students: Set<ReportStudent> }>;
}

export function clustersOf(exercise: ReportExercise, students: readonly ReportStudent[]): Cluster[] {
  const found = new Map<string, Growing>();
  for (const student of students) {
    for (const check of exercise.checks) {
      const outcome = student.work.get(exercise.id)?.checks.get(check.id);
      const failure = outcome && failureOf(check.id, outcome);
      if (failure !== undefined) {
        add(found, failure, check.id, student, outcome!);
      }
    }
  }
  const order = exercise.checks.map(({ id }) => id);
  const first = ({ checks }: Growing): number => order.findIndex((id) => checks.has(id));
  return [...found.values()]
    .sort(
      (a, b) =>
        b.students.size - a.students.size || first(a) - first(b) || (a.failure.key < b.failure.key ? -1 : 1),
    )
    .map((cluster, index) => finished(cluster, order, `alike-${index + 1}`));
}

function add(
  found: Map<string, Growing>,
  failure: Failure,
  check: string,
  student: ReportStudent,
  outcome: Outcome,
): void {
  const cluster: Growing = found.get(failure.key) ?? {
    failure,
    checks: new Map(),
    students: new Set(),
    ways: new Map(),
  };
  found.set(failure.key, cluster);
  cluster.checks.set(check, (cluster.checks.get(check) ?? 0) + 1);
  cluster.students.add(student);
  const exact = JSON.stringify(failure.divergence ?? outcome.message);
  const way = cluster.ways.get(exact) ?? { outcome, students: new Set() };
  cluster.ways.set(exact, way);
  way.students.add(student);
}

function finished(
  { failure, checks, students, ways }: Growing,
  order: readonly string[],
  id: string,
): Cluster {
  const [most] = [...ways.values()].sort((a, b) => b.students.size - a.students.size);
  return {
    ...{ id, failure },
    checks: new Map(order.flatMap((check) => (checks.has(check) ? [[check, checks.get(check)!]] : []))),
    students: [...students],
    example: most!.outcome,
    same: most!.students.size,
  };
}
