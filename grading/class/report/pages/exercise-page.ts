/** One exercise: item analysis, attempts over time, failures that are alike, and each check. */
import { countOf, legibleLine, verdictMarks } from '../../../report/index.js';
import {
  attemptsOverTime,
  LEAST_FOR_DISCRIMINATION,
  mean,
  median,
  type Cluster,
  type Item,
} from '../analysis/index.js';
import {
  byNumberChart,
  distributionChart,
  heatChart,
  heatStep,
  heatTable,
  itemChart,
  overTimeChart,
  percent,
  twoDigits,
  type Chart,
} from '../charts/index.js';
import type { ReportClass, ReportExercise } from '../data/index.js';
import type { Analysis, ExerciseAnalysis } from './analysis.js';
import { clusterParts, clusterTitle, failureView } from './failure-view.js';
import {
  checkAnchor,
  exerciseFile,
  exerciseName,
  numberOf,
  pageTemplate,
  shell,
  studentHref,
  type Fact,
  type OtherPage,
  type Shell,
} from './shell.js';

interface ExerciseView extends Shell {
  readonly number: string;
  readonly name: string;
  readonly section: string;
  readonly figures: readonly Fact[];
  readonly empty: string;
  readonly charts: readonly Chart[];
  readonly timesNote: string;
  readonly counted: string;
  readonly fewNote: string;
  readonly items: readonly object[];
  /** Of several students. */
  readonly clusters: readonly object[];
  readonly single: readonly object[];
  readonly singleTitle: string;
}

const page = pageTemplate<ExerciseView>('exercise');

export function exercisePage(
  data: ReportClass,
  exercise: ReportExercise,
  analysis: Analysis,
  others: readonly OtherPage[],
): string {
  const own = analysis.exercises.get(exercise.id)!;
  const { works, items, clusters } = own;
  const views = clusters.map((cluster) => clusterView(cluster, exercise, own));
  const isEmpty = works.length === 0;
  return page({
    ...shell(data, others, exerciseFile(exercise.id), exerciseName(exercise.id, exercise.title)),
    number: numberOf(exercise.id),
    name: legibleLine(exercise.title),
    section: analysis.heading(exercise.section),
    figures: figuresOf(data, exercise, own),
    empty: isEmpty ? 'Nobody has a result in this exercise.' : '',
    ...chartsOf(data, exercise, own),
    counted: countOf(works.length, 'student'),
    fewNote:
      works.length < LEAST_FOR_DISCRIMINATION
        ? `With fewer than ${LEAST_FOR_DISCRIMINATION} of them, r and D would say nothing.`
        : '',
    items: items.map((item, index) => itemView(item, index, own, analysis)),
    clusters: views.filter((_, index) => clusters[index]!.students.length > 1),
    single: views.filter((_, index) => clusters[index]!.students.length === 1),
    singleTitle:
      countOf(clusters.filter(({ students }) => students.length === 1).length, 'failure') +
      ' of one student alone',
  });
}

function figuresOf(
  { students }: ReportClass,
  { maxScore, checks }: ReportExercise,
  { works }: ExerciseAnalysis,
): Fact[] {
  const scores = works.map(({ score }) => score);
  const number = (value: number | undefined): string =>
    value === undefined ? '–' : `${value.toFixed(1)} of ${maxScore}`;
  return [
    { term: 'Handed in', value: `${works.length} of ${students.length}` },
    { term: 'Mean', value: number(mean(scores)) },
    { term: 'Median', value: number(median(scores)) },
    { term: 'All points', value: String(scores.filter((score) => score === maxScore).length) },
    { term: 'Checks', value: String(checks.length) },
  ];
}

function chartsOf(
  data: ReportClass,
  { id, maxScore }: ReportExercise,
  { works, items }: ExerciseAnalysis,
): Pick<ExerciseView, 'charts' | 'timesNote'> {
  const counts = new Array<number>(10).fill(0);
  for (const { score } of works) {
    counts[Math.min(9, Math.floor((score / Math.max(maxScore, 1e-9)) * 10))]! += 1;
  }
  const over = attemptsOverTime(data, id);
  const dots = items.flatMap(({ check, difficulty, discrimination }, index) =>
    difficulty === undefined || discrimination === undefined
      ? []
      : [{ short: String(index + 1), name: legibleLine(check.title), difficulty, discrimination }],
  );
  const rows = items.map(({ check, fifths }, index) => ({
    label: String(index + 1),
    name: `${index + 1} ${legibleLine(check.title)}`,
    shares: fifths,
  }));
  const fifths = ['lowest fifth', 'second', 'third', 'fourth', 'highest fifth'];
  const deadline = data.record.deadline?.slice(0, 10);
  return {
    charts: [
      distributionChart('Points', counts, maxScore),
      ...(dots.length > 0 ? [itemChart(dots)] : []),
      ...(rows.length > 0
        ? [
            heatChart({
              title: 'Each check in each fifth of the students',
              description:
                'A check that tells students apart goes from pale to dark; one that is the same all along does not.',
              columns: fifths,
              rows,
              rowHeight: 20,
              table: heatTable(
                'Check',
                fifths,
                rows.map(({ name, shares }) => ({ label: name, shares })),
              ),
            }),
          ]
        : []),
      ...(over.periods.length > 0
        ? [
            overTimeChart({
              title: 'Attempts over time',
              ...over,
              ...(deadline !== undefined && { deadline }),
            }),
          ]
        : []),
      ...(over.byNumber.length > 1 ? [byNumberChart(over.byNumber)] : []),
    ],
    timesNote: notGraded(data),
  };
}

/** Of an attempt that was not graded nobody knows which exercises are in it. */
function notGraded({ students }: ReportClass): string {
  const kept = students.flatMap(({ student }) =>
    student.attempts.filter(({ state }) => state === 'kept'),
  ).length;
  return kept === 0
    ? ''
    : `${countOf(kept, 'earlier attempt')} of the class ${kept === 1 ? 'was' : 'were'} not graded, and ${kept === 1 ? 'is' : 'are'} not in the charts over attempts: hyperlab class --all-attempts grades them.`;
}

function itemView(item: Item, index: number, { clusters }: ExerciseAnalysis, { heading }: Analysis): object {
  const { check, passed, failed, skipped, errors } = item;
  const own = clusters
    .filter(({ checks }) => checks.has(check.id))
    .sort((a, b) => b.checks.get(check.id)! - a.checks.get(check.id)!);
  const [largest] = own;
  const all = failed + errors;
  return {
    anchor: checkAnchor(check.id),
    number: index + 1,
    title: legibleLine(check.title),
    hidden: check.visibility === 'hidden',
    section: heading(check.section),
    points: check.maxPoints,
    difficulty: percent(item.difficulty),
    discrimination: twoDigits(item.discrimination),
    upperLower: twoDigits(item.upperLower),
    fifths: item.fifths.map((share) => ({
      step: share === undefined ? 'n' : heatStep(share),
      text: percent(share),
    })),
    remark: item.remark,
    counts: [
      `${passed} passed`,
      `${failed} failed`,
      ...(skipped > 0 ? [`${skipped} not run`] : []),
      ...(errors > 0 ? [`${errors} grader errors`] : []),
    ].join(' · '),
    alike:
      largest === undefined
        ? ''
        : `${countOf(all, 'failure')} in ${countOf(own.length, 'group')}; the largest has ${percent(Math.min(1, largest.checks.get(check.id)! / Math.max(all, 1)))} of them:`,
    groups: own.map((cluster) => ({
      anchor: cluster.id,
      count: countOf(cluster.checks.get(check.id)!, 'student'),
      what: clusterTitle(cluster),
      parts: clusterParts(cluster),
    })),
  };
}

function clusterView(cluster: Cluster, exercise: ReportExercise, { works }: ExerciseAnalysis): object {
  const { id, checks, students, example, same } = cluster;
  const titles = new Map(exercise.checks.map((check) => [check.id, legibleLine(check.title)]));
  return {
    anchor: id,
    verdict: example.verdict,
    count: countOf(students.length, 'student'),
    share: `${percent(students.length / Math.max(works.length, 1))} of those who handed it in${example.verdict === 'error' ? ` · ${verdictMarks.error.word}` : ''}`,
    what: clusterTitle(cluster),
    parts: clusterParts(cluster),
    same:
      students.length === 1
        ? 'One student alone.'
        : same === students.length
          ? `All of them have just these values.`
          : `${same} of ${students.length} have just these values; the others differ in numbers.`,
    many: checks.size > 4,
    where: `In ${countOf(checks.size, 'check')}`,
    checks: [...checks.keys()].map((check) => ({ anchor: checkAnchor(check), title: titles.get(check)! })),
    failure: failureView(example),
    snippet: noteFor(cluster, exercise.id),
    who: countOf(students.length, 'student'),
    students: students.map(({ student }) => ({
      href: `../${studentHref(student.key)}`,
      name: legibleLine(student.name, 100),
    })),
  };
}

/** A line for the notes file, in YAML's JSON notation: it needs no rules for what to quote. */
function noteFor({ checks, students }: Cluster, exercise: string): string {
  const fields = [
    `students: ${JSON.stringify(students.map(({ student }) => student.key))}`,
    `exercise: ${JSON.stringify(exercise)}`,
    ...(checks.size === 1 ? [`check: ${JSON.stringify([...checks.keys()][0])}`] : []),
    'text: "…"',
  ];
  return `- { ${fields.join(', ')} }`;
}
