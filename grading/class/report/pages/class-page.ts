/** The class at a glance: `index.html`. */
import { countOf, legibleLine } from '../../../report/index.js';
import {
  attemptsOverTime,
  completion,
  distribution,
  mean,
  median,
  sectionState,
  type NeedsHelp,
} from '../analysis/index.js';
import {
  distributionChart,
  heatChart,
  heatStep,
  heatTable,
  overTimeChart,
  percent,
  stackedChart,
  type Chart,
  type HeatRow,
} from '../charts/index.js';
import type { ReportClass, ReportStudent } from '../data/index.js';
import { clusterTitle } from './failure-view.js';
import type { Analysis } from './analysis.js';
import {
  CLASS_PAGE,
  exerciseFile,
  exerciseName,
  numberOf,
  pageTemplate,
  readTemplate,
  shell,
  studentHref,
  type Fact,
  type OtherPage,
  type Shell,
} from './shell.js';

interface ClassView extends Shell {
  readonly figures: readonly Fact[];
  readonly faults: readonly string[];
  readonly charts: readonly Chart[];
  readonly noTimes: string;
  readonly exercises: readonly object[];
  readonly help: readonly object[];
  readonly helpNote: string;
  readonly problems: readonly { readonly title: string; readonly lines: readonly string[] }[];
  readonly tableNote: string;
  readonly groups: readonly string[];
  readonly sections: readonly string[];
  readonly states: readonly { readonly value: string; readonly label: string }[];
  readonly shown: string;
  readonly rows: readonly object[];
}

const page = pageTemplate<ClassView>('class');

/** Rows of the heat map; a larger class stands in it by neighbours. */
const MOST_ROWS = 100;
const MOST_HELP = 40;

export function classPage(data: ReportClass, analysis: Analysis, others: readonly OtherPage[]): string {
  const { record, students, faults } = data;
  const sections = data.sections.map(analysis.heading);
  const groups = [...new Set(students.flatMap(({ student }) => student.section ?? []))].sort();
  const overTime = attemptsOverTime(data);
  return page({
    ...shell(data, others, CLASS_PAGE, 'The class', readTemplate('filter.mjs')),
    figures: figuresOf(data),
    faults: faults.map((fault) => legibleLine(fault, 500)),
    charts: [
      distributionChart('Points', distribution(data), record.maxScore),
      completionChart(data),
      ...(data.sections.length > 0 && students.length > 0 ? [sectionHeat(data, sections)] : []),
      ...(overTime.periods.length > 0
        ? [
            overTimeChart({
              title: 'Attempts over time',
              ...overTime,
              ...(record.deadline !== undefined && { deadline: record.deadline.slice(0, 10) }),
            }),
          ]
        : []),
    ],
    noTimes:
      overTime.untimed === 0
        ? ''
        : `${countOf(overTime.untimed, 'attempt')} without a time: the download does not tell it.`,
    exercises: data.exercises.map(({ id, title, section, maxScore }) => {
      const scores = students.flatMap(({ work }) => (work.get(id)?.handedIn ? [work.get(id)!.score] : []));
      const [largest] = analysis.exercises.get(id)!.clusters;
      return {
        href: exerciseFile(id),
        title: exerciseName(id, title),
        section: analysis.heading(section),
        handedIn: `${scores.length} of ${students.length}`,
        mean: scores.length === 0 ? '–' : `${mean(scores)!.toFixed(1)} of ${maxScore}`,
        all: percent(
          scores.length === 0
            ? undefined
            : scores.filter((score) => score === maxScore).length / scores.length,
        ),
        failure: largest && {
          href: `${exerciseFile(id)}#${largest.id}`,
          count: countOf(largest.students.length, 'student'),
          what: clusterTitle(largest),
        },
      };
    }),
    ...helpOf(analysis.help, record.maxScore),
    problems: problemsOf(data),
    tableNote:
      'Each section in hundredths of its points; of exercises that were not handed in nothing is earned. – : nothing of the section was handed in; ! : the grader failed there. Points count those by hand.',
    groups: groups.map((name) => legibleLine(name, 60)),
    sections,
    states: [...new Set(students.map(({ student }) => student.state))]
      .sort()
      .map((value) => ({ value, label: value })),
    shown: countOf(students.length, 'student'),
    rows: students.map((student) => rowOf(data, student, groups, analysis)),
  });
}

function figuresOf({ students, record }: ReportClass): Fact[] {
  const totals = students.flatMap(({ student }) => student.total ?? []);
  const handedIn = students.filter(({ student }) => student.attempts.length > 0).length;
  const number = (value: number | undefined): string =>
    value === undefined ? '–' : `${value.toFixed(1)} of ${record.maxScore}`;
  return [
    { term: 'Students', value: String(students.length) },
    { term: 'Handed in', value: String(handedIn) },
    { term: 'Graded', value: String(students.filter(({ student }) => student.state === 'graded').length) },
    { term: 'Mean', value: number(mean(totals)) },
    { term: 'Median', value: number(median(totals)) },
    ...(record.deadline === undefined
      ? []
      : [{ term: 'Deadline (UTC)', value: record.deadline.slice(0, 16).replace('T', ' ') }]),
  ];
}

function completionChart(data: ReportClass): Chart {
  const rows = completion(data);
  const full = rows.reduce((sum, { all }) => sum + all, 0);
  return stackedChart(
    'Completion',
    `How far ${countOf(data.students.length, 'student')} are with each exercise; all points were reached ${full} times.`,
    rows.map(({ exercise, title }) => ({ short: numberOf(exercise), name: exerciseName(exercise, title) })),
    [
      { name: 'all points', colour: 'pass', counts: rows.map(({ all }) => all) },
      { name: 'some', colour: 'accent', counts: rows.map(({ some }) => some) },
      { name: 'none', colour: 'fail', counts: rows.map(({ nothing }) => nothing) },
      { name: 'not handed in', colour: 'heat-none', counts: rows.map(({ notHandedIn }) => notHandedIn) },
    ],
  );
}

/** Students with the most points at the top. In a large class each row is several neighbours, with their mean. */
function sectionHeat(data: ReportClass, sections: readonly string[]): Chart {
  const ranked = [...data.students].sort((a, b) => (b.student.total ?? -1) - (a.student.total ?? -1));
  const size = Math.ceil(ranked.length / MOST_ROWS);
  const rows: (HeatRow & { readonly name: string })[] = [];
  for (let start = 0; start < ranked.length; start += size) {
    const band = ranked.slice(start, start + size);
    rows.push({
      label: size === 1 && ranked.length <= 30 ? legibleLine(band[0]!.student.name, 18) : '',
      name: size === 1 ? legibleLine(band[0]!.student.name, 60) : `${start + 1} to ${start + band.length}`,
      shares: data.sections.map((section) =>
        mean(band.flatMap((each) => sectionState(data, each, section).share ?? [])),
      ),
    });
  }
  const rowHeight = rows.length <= 30 ? 18 : Math.max(4, Math.floor(420 / rows.length));
  const who =
    size === 1
      ? 'each row is a student'
      : `each row is ${size} students of neighbouring rank, with their mean`;
  return heatChart({
    title: 'Students by section of the lecture',
    description: `Most points at the top; ${who}. The table of students further down has everybody.`,
    columns: sections,
    rows,
    rowHeight,
    table: heatTable(
      size === 1 ? 'Student' : 'Rank',
      sections,
      rows.map(({ name, shares }) => ({ label: name, shares })),
    ),
  });
}

function helpOf(help: readonly NeedsHelp[], maxScore: number): Pick<ClassView, 'help' | 'helpNote'> {
  const shown = help.slice(0, MOST_HELP);
  const left = help.length - shown.length;
  return {
    help: shown.map(({ student: { student }, reasons }) => ({
      href: studentHref(student.key),
      name: legibleLine(student.name, 100),
      points: student.total === undefined ? '' : `${student.total} of ${maxScore}`,
      reasons: reasons.join('; '),
    })),
    helpNote:
      `${countOf(help.length, 'student')}, those with the most reasons first.` +
      (left > 0 ? ` ${left} more: choose “needs help” under “Who” in the table below.` : ''),
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  refused: 'Submissions that cannot be read',
  failed: 'Submissions that the grader failed on',
  unmatched: 'Not in the roster',
  ambiguous: 'May be two people',
  missing: 'Nothing handed in',
  'passed over': 'Passed over in the download',
  other: 'Other',
};

function problemsOf({ record }: ReportClass): ClassView['problems'] {
  return Object.entries(PROBLEMS).flatMap(([kind, title]) => {
    const lines = record.problems
      .filter((problem) => problem.kind === kind)
      .map(({ message }) => legibleLine(message, 500));
    return lines.length === 0 ? [] : [{ title: `${title}: ${lines.length}`, lines }];
  });
}

const LETTERS = { pass: 'p', fail: 'f', error: 'e', none: 'n' } as const;

function rowOf(
  data: ReportClass,
  one: ReportStudent,
  groups: readonly string[],
  { helped }: Analysis,
): object {
  const { student } = one;
  const states = data.sections.map((section) => sectionState(data, one, section));
  const ids = [student.key, student.email, ...Object.values(student.ids)];
  return {
    find: legibleLine([...new Set(ids)].filter((id) => id !== undefined).join(' '), 500),
    group: student.section === undefined ? '' : groups.indexOf(student.section),
    groupName: student.section === undefined ? '' : legibleLine(student.section, 60),
    verdicts: states.map(({ verdict }) => LETTERS[verdict]).join(''),
    state: student.state,
    help: helped.has(one) ? '1' : '',
    points: student.total ?? -1,
    href: studentHref(student.key),
    name: legibleLine(student.name, 100),
    score: student.total ?? (student.state === 'graded' ? '–' : student.state),
    cells: states.map(({ share, verdict }) => ({
      step: verdict === 'none' ? 'n' : heatStep(share),
      text: share === undefined ? '–' : `${Math.round(share * 100)}${verdict === 'error' ? ' !' : ''}`,
    })),
    attempts: student.attempts.length,
  };
}
