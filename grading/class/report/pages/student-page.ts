/** The instructor's part of one student: history, notes, points and times by hand, and what failed, hidden checks as well. */
import { countOf, legible, legibleLine, verdictMarks } from '../../../report/index.js';
import type { Attempt } from '../../record/index.js';
import { failureOf } from '../analysis/index.js';
import type { ReportClass, ReportStudent } from '../data/index.js';
import type { Table } from '../charts/index.js';
import type { Analysis } from './analysis.js';
import { failureView } from './failure-view.js';
import {
  exerciseFile,
  exerciseName,
  pageTemplate,
  shell,
  studentFile,
  type Fact,
  type OtherPage,
  type Shell,
} from './shell.js';

interface StudentView extends Shell {
  readonly kicker: string;
  readonly name: string;
  readonly figures: readonly Fact[];
  readonly links: readonly { readonly href: string; readonly label: string }[];
  readonly fault: string;
  readonly reasons: readonly string[];
  readonly byHand: readonly { readonly points: string; readonly about: string; readonly text: string }[];
  readonly notes: readonly { readonly about: string; readonly text: string }[];
  readonly times: readonly string[];
  readonly nothingByHand: boolean;
  readonly attempts: readonly object[];
  readonly gradings: Table;
  readonly exercises: readonly object[];
}

const page = pageTemplate<StudentView>('student');

/** `results`: the way from the folder of the students' pages to that of the class's results, for links. */
export function studentPage(
  data: ReportClass,
  one: ReportStudent,
  analysis: Analysis,
  others: readonly OtherPage[],
  results: string,
): string {
  const { student, work } = one;
  const folder = `${results}/${encodeURIComponent(student.key)}`;
  const times = timesOf(one);
  const aboutWhat = (what: About): string => about(what, data);
  return page({
    ...shell(data, others, studentFile(student.key), student.name),
    kicker: legibleLine([student.key, student.section].filter((part) => part !== undefined).join(' · '), 200),
    name: legibleLine(student.name, 100),
    figures: figuresOf(data, one),
    links: [
      ...(one.hasPage ? [{ href: `${folder}/feedback.html`, label: 'The student’s own page' }] : []),
      ...(work.size > 0 ? [{ href: `${folder}/result.json`, label: 'The record' }] : []),
    ],
    fault:
      student.state === 'graded' && work.size === 0
        ? 'The result of this student could not be used; the page of the class says why.'
        : '',
    reasons: analysis.helped.get(one)?.reasons ?? [],
    byHand: student.byHand.map(({ points, reason, ...what }) => ({
      points: `${points < 0 ? '−' : '+'}${countOf(Math.abs(points), 'point')}`,
      about: aboutWhat(what),
      text: legible(reason, 2000),
    })),
    notes: student.notes.map(({ text, ...what }) => ({
      about: aboutWhat(what),
      text: legible(text, 10_000),
    })),
    times,
    nothingByHand: student.byHand.length === 0 && student.notes.length === 0 && times.length === 0,
    attempts: student.attempts.map((attempt) => attemptView(attempt, attempt.number === student.current)),
    gradings: gradingsOf(student.attempts),
    exercises: data.exercises.flatMap((exercise) => exerciseView(exercise, one, analysis)),
  });
}

function figuresOf({ record }: ReportClass, { student }: ReportStudent): Fact[] {
  const { score, total, state, email, ids } = student;
  return [
    { term: 'State', value: state },
    ...(score === undefined ? [] : [{ term: 'As graded', value: `${score} of ${record.maxScore}` }]),
    ...(total === undefined
      ? []
      : [{ term: 'With points by hand', value: `${total} of ${record.maxScore}` }]),
    ...(email === undefined ? [] : [{ term: 'E-mail', value: legibleLine(email, 200) }]),
    ...Object.entries(ids)
      .filter(([, id]) => id !== email)
      .map(([kind, id]) => ({ term: legibleLine(kind, 40), value: legibleLine(id, 200) })),
  ];
}

interface About {
  readonly exercise?: string;
  readonly check?: string;
}

/** Titles, as the other pages have them. */
function about({ exercise, check }: About, { exercises }: ReportClass): string {
  const found = exercises.find(({ id }) => id === exercise);
  const title = found?.checks.find(({ id }) => id === check)?.title ?? check;
  return [found === undefined ? exercise : exerciseName(found.id, found.title), title]
    .flatMap((part) => (part === undefined ? [] : [legibleLine(part)]))
    .join(': ');
}

function timesOf({ student: { lateDays, extraTime } }: ReportStudent): string[] {
  return [
    ...(lateDays === undefined ? [] : [`Late days granted: ${lateDays}`]),
    ...(extraTime === undefined ? [] : [`Extra time: ${legibleLine(extraTime.text)}`]),
  ];
}

function attemptView(
  { number, handedInAt, state, score, maxScore, source, faults = [], ...late }: Attempt,
  counts: boolean,
): object {
  const when =
    late.hoursLate !== undefined
      ? `${late.hoursLate} h late`
      : late.markedLate
        ? 'marked late by the platform'
        : '';
  return {
    number: `${number}${counts ? ' (counts)' : ''}`,
    at: [handedInAt?.slice(0, 16).replace('T', ' ') ?? 'not known', when]
      .filter((part) => part !== '')
      .join(', '),
    state: state === 'kept' ? 'not graded: a later one counts' : state,
    points: score === undefined ? '–' : `${score} of ${maxScore}`,
    source: legibleLine(source, 200),
    faults: faults.map((fault) => legibleLine(fault, 500)),
  };
}

function gradingsOf(attempts: readonly Attempt[]): Table {
  return {
    columns: ['Attempt', 'Graded at (UTC)', 'Points', 'Counts', 'Suites', 'Engine', 'Seed', 'Seconds'],
    rows: attempts.flatMap(({ number, gradings }) =>
      gradings.map(({ gradedAt, score, maxScore, counts, suite, engine, seed, milliseconds }) => [
        String(number),
        gradedAt.slice(0, 16).replace('T', ' '),
        `${score} of ${maxScore}`,
        counts ? 'yes' : 'no',
        legibleLine(suite, 40),
        legibleLine(engine, 40),
        String(seed),
        milliseconds === undefined ? '–' : (milliseconds / 1000).toFixed(1),
      ]),
    ),
  };
}

function exerciseView(
  exercise: ReportClass['exercises'][number],
  { work }: ReportStudent,
  analysis: Analysis,
): object[] {
  const own = work.get(exercise.id);
  if (own === undefined) {
    return [];
  }
  const { clusterOf } = analysis.exercises.get(exercise.id)!;
  const checks = exercise.checks.flatMap((check) => {
    const outcome = own.checks.get(check.id);
    return outcome === undefined ? [] : [{ check, outcome }];
  });
  const href = `../${exerciseFile(exercise.id)}`;
  return [
    {
      href,
      title: exerciseName(exercise.id, exercise.title),
      points: own.handedIn ? `${own.score} of ${countOf(exercise.maxScore, 'point')}` : 'not handed in',
      marks: own.handedIn
        ? checks.map(({ check, outcome: { verdict } }) => ({
            ...{ verdict, title: legibleLine(check.title) },
            ...verdictMarks[verdict],
          }))
        : [],
      failed: checks.flatMap(({ check, outcome }) => {
        const failure = failureOf(check.id, outcome);
        if (failure === undefined) {
          return [];
        }
        const cluster = clusterOf.get(failure.key)!;
        const others = cluster.students.length - 1;
        return [
          {
            verdict: outcome.verdict,
            word: verdictMarks[outcome.verdict].word,
            hidden: check.visibility === 'hidden',
            points: `${outcome.points} of ${countOf(check.maxPoints, 'point')}`,
            title: legibleLine(check.title),
            failure: failureView(outcome),
            alike:
              others > 0
                ? {
                    href: `${href}#${cluster.id}`,
                    text: `${countOf(others, 'other student')} failed in the same way`,
                  }
                : undefined,
          },
        ];
      }),
    },
  ];
}
