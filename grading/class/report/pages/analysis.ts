/** What several pages need of the analysis, computed once. */
import {
  analyseItems,
  clustersOf,
  handedInWork,
  whoNeedsHelp,
  type Cluster,
  type Item,
  type NeedsHelp,
} from '../analysis/index.js';
import type { ReportClass, ReportStudent, Work } from '../data/index.js';

export interface Analysis {
  readonly exercises: ReadonlyMap<string, ExerciseAnalysis>;
  readonly help: readonly NeedsHelp[];
  readonly helped: ReadonlyMap<ReportStudent, NeedsHelp>;
  /** The heading of a section of the lecture, by its slug. */
  readonly heading: (slug: string) => string;
}

export interface ExerciseAnalysis {
  readonly works: readonly Work[];
  readonly items: readonly Item[];
  readonly clusters: readonly Cluster[];
  /** By the key of a failure. */
  readonly clusterOf: ReadonlyMap<string, Cluster>;
}

export function analyse(data: ReportClass, heading: (slug: string) => string): Analysis {
  const help = whoNeedsHelp(data);
  return {
    heading,
    help,
    helped: new Map(help.map((each) => [each.student, each])),
    exercises: new Map(
      data.exercises.map((exercise) => {
        const works = handedInWork(data, exercise.id);
        const clusters = clustersOf(exercise, data.students);
        return [
          exercise.id,
          {
            works,
            items: analyseItems(exercise, works),
            clusters,
            clusterOf: new Map(clusters.map((cluster) => [cluster.failure.key, cluster])),
          },
        ] as const;
      }),
    ),
  };
}
