/** A whole result as the page shows it. */
import { lectureIdPrefix, type Lecture } from '../../lecture/index.js';
import { checkAnchor, checkView, lectureLink, type CheckView, type LectureLink } from './check-view.js';
import { grouped, legible, legibleLine } from '../text/index.js';
import {
  placeOf,
  verdictMarks,
  type StudentCheck,
  type StudentExercise,
  type StudentResult,
  countOf,
  handedIn,
  nextStep,
  pointsOf,
  summarise,
  wasHandedIn,
  type Summary,
} from '../student-view/index.js';
import { remarksView, type RemarksView } from './remarks.js';

export interface PageView {
  readonly submission: string;
  readonly score: number;
  readonly maxPoints: string;
  readonly points: string;
  /** Of the bar under the score, in hundredths. */
  readonly percent: number;
  readonly summary: Summary;
  readonly banners: readonly Banner[];
  readonly remarks: RemarksView | undefined;
  readonly next: NextView | undefined;
  readonly exercises: readonly ExerciseView[];
  readonly lecture: {
    readonly title: string;
    readonly id: string;
    readonly sections: readonly SectionView[];
  };
  readonly facts: readonly { readonly term: string; readonly value: string }[];
}

interface Banner {
  readonly title: string;
  readonly lines: readonly string[];
}

interface NextView {
  readonly exercise: string;
  readonly check: CheckView;
}

interface ExerciseView {
  readonly anchor: string;
  readonly id: string;
  readonly title: string;
  readonly score: number;
  readonly maxScore: number;
  readonly points: string;
  readonly counted: string;
  readonly marks: readonly { readonly verdict: string; readonly symbol: string }[];
  readonly lecture: LectureLink;
  readonly typeErrors: string;
  readonly diagnostics: readonly { readonly place: string; readonly message: string }[];
  readonly checks: readonly CheckView[];
}

interface SectionView {
  readonly id: string;
  /** Of its heading in the page: 3 for a section of the lecture's level 2. The title's own has none. */
  readonly rank: number | undefined;
  readonly heading: string;
  /** Safe as the lecture reader made it. */
  readonly html: string;
  /** Checks that lead here and did not pass. */
  readonly open: readonly { readonly href: string; readonly title: string }[];
}

const MAX_DIAGNOSTICS = 50;

export function pageView(result: StudentResult, lecture: Lecture): PageView {
  const next = nextStep(result);
  const { score, maxScore } = handedIn(result);
  return {
    submission: legibleLine(result.submission, 100),
    score,
    maxPoints: countOf(maxScore, 'point'),
    points: pointsOf(score, maxScore),
    percent: maxScore === 0 ? 0 : (100 * score) / maxScore,
    summary: summarise(result),
    banners: bannersOf(result),
    remarks: remarksView(result),
    next: next && { exercise: next.exercise.title, check: checkView(next.exercise, next.check, lecture) },
    exercises: result.exercises.map((exercise) => exerciseView(exercise, lecture)),
    lecture: lectureView(result, lecture),
    facts: factsOf(result),
  };
}

function bannersOf(result: StudentResult): Banner[] {
  const banners: Banner[] = [];
  const failed = result.exercises.flatMap((exercise) =>
    exercise.checks.filter(({ verdict }) => verdict === 'error'),
  );
  if (failed.length > 0) {
    const lines = [
      `${countOf(failed.length, 'check')} could not be graded. This is the fault of the grader, not of your code: there is nothing for you to mend. Show this page to your instructor; the points can be given when it is graded again.`,
    ];
    banners.push({ title: 'The grader failed', lines });
  }
  const { sandbox } = result;
  if (sandbox !== undefined && sandbox !== 'bubblewrap') {
    const lines = [
      `The code was held by ${sandbox}, since bubblewrap cannot be used on this machine. The verdicts are the same; make it usable before you grade the work of others.`,
    ];
    banners.push({ title: 'Graded without the full sandbox', lines });
  }
  return banners;
}

function exerciseView(exercise: StudentExercise, lecture: Lecture): ExerciseView {
  const { id, title, section, score, maxScore, checks, diagnostics = [] } = exercise;
  const passed = checks.filter(({ verdict }) => verdict === 'pass').length;
  const handed = wasHandedIn(exercise);
  const left = diagnostics.length - MAX_DIAGNOSTICS;
  const shown = diagnostics.slice(0, MAX_DIAGNOSTICS).map((diagnostic) => ({
    place: placeOf(diagnostic),
    message: legible(diagnostic.message, 1000),
  }));
  return {
    anchor: `exercise-${id}`,
    id,
    title: legibleLine(title),
    score,
    maxScore,
    points: handed ? pointsOf(score, maxScore) : `${countOf(maxScore, 'point')} to earn`,
    counted: handed ? `${passed} of ${checks.length} passed` : 'not handed in',
    marks: checks.map(({ verdict }) => ({ verdict, symbol: verdictMarks[verdict].symbol })),
    lecture: lectureLink(lecture, section, `exercise ${id}`),
    typeErrors: countOf(diagnostics.length, 'type error'),
    diagnostics: left > 0 ? [...shown, { place: '…', message: `and ${grouped(left)} more` }] : shown,
    checks: checks.map((check) => checkView(exercise, check, lecture)),
  };
}

/** The whole lecture, in its order: sections refer to one another, and a page must be enough by itself. */
function lectureView(result: StudentResult, lecture: Lecture): PageView['lecture'] {
  const sections = lecture.sections.map(({ level, heading, slug, html }) => ({
    id: lectureIdPrefix + slug,
    rank: level === 1 ? undefined : Math.min(level + 1, 6),
    heading,
    html,
    open: openChecks(result, slug),
  }));
  return { title: lecture.title, id: 'lecture', sections };
}

function openChecks(result: StudentResult, slug: string): SectionView['open'] {
  const leadsHere = ({ section, verdict }: StudentCheck): boolean => section === slug && verdict !== 'pass';
  return result.exercises.flatMap((exercise) =>
    exercise.checks
      .filter(leadsHere)
      .map((check) => ({ href: `#${checkAnchor(exercise, check)}`, title: legibleLine(check.title) })),
  );
}

function factsOf({ engine, suite, seed, lecture, sandbox }: StudentResult): PageView['facts'] {
  return [
    { term: 'hyperlab', value: engine },
    { term: 'Suites', value: suite },
    { term: 'Seed', value: String(seed) },
    { term: 'Lecture', value: lecture },
    ...(sandbox === undefined ? [] : [{ term: 'Sandbox', value: sandbox }]),
  ];
}
