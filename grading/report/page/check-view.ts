/** One check as the page shows it: plain strings and numbers for the templates, which escape all of them. */
import { findSection, lectureIdPrefix, type Lecture, type Section } from '../../lecture/index.js';
import { hintLabel, hintsOf, type Verdict } from '../../result/index.js';
import { difference, plainLines, type Line, legible, legibleLine } from '../text/index.js';
import { excerptOf } from './excerpt.js';
import { exitsChart, type ExitsChart } from './exits-chart.js';
import {
  placeOf,
  verdictMarks,
  pointsOf,
  wasHandedIn,
  type StudentCheck,
  type StudentExercise,
} from '../student-view/index.js';

/** Every field is there, undefined or not: the templates are strict, so that a misspelt name is an error. */
export interface CheckView {
  readonly anchor: string;
  readonly verdict: Verdict;
  readonly symbol: string;
  readonly word: string;
  readonly title: string;
  readonly points: string;
  readonly hidden: boolean;
  /** Passed checks are folded, and those of what was not handed in. */
  readonly open: boolean;
  readonly message: string;
  readonly location: string | undefined;
  readonly sides: readonly Side[];
  readonly hint: HintView | undefined;
  readonly console: string | undefined;
  readonly chart: ExitsChart | undefined;
  readonly lecture: LectureLink;
}

/** What was expected, or what came. */
interface Side {
  readonly label: string;
  readonly kind: 'expected' | 'came';
  readonly empty: boolean;
  readonly lines: readonly Line[];
}

/** One hint; the next is folded inside it, so that each takes a click of its own. */
export interface HintView {
  readonly label: string;
  readonly text: string;
  readonly next: HintView | undefined;
}

/** A section of the lecture: where it stands in the page, and what it says about the check. */
export interface LectureLink {
  readonly href: string;
  /** Headings above it, outermost first, and its own. */
  readonly trail: string;
  readonly heading: string;
  readonly excerpt: string | undefined;
}

const MAX_MESSAGE = 4_000;
const MAX_VALUE = 8_000;
/** The console was bounded when it was recorded (8 KiB and a note). This bound is for records from elsewhere. */
const MAX_CONSOLE = 10_000;

export function checkView(exercise: StudentExercise, check: StudentCheck, lecture: Lecture): CheckView {
  return {
    anchor: checkAnchor(exercise, check),
    verdict: check.verdict,
    ...verdictMarks[check.verdict],
    title: legibleLine(check.title),
    points: pointsOf(check.points, check.maxPoints),
    hidden: check.visibility === 'hidden',
    open: check.verdict !== 'pass' && wasHandedIn(exercise),
    message: legible(check.message, MAX_MESSAGE),
    location: check.location && placeOf(check.location),
    sides: sidesOf(check),
    hint: hintView(hintsOf(check)),
    console: check.console && legible(check.console, MAX_CONSOLE),
    chart: check.exits && exitsChart(check.exits),
    lecture: lectureLink(
      lecture,
      check.section,
      `check "${check.title}" of ${exercise.id}`,
      `${check.title} ${check.hint ?? ''}`,
    ),
  };
}

export function checkAnchor(exercise: StudentExercise, check: StudentCheck): string {
  return `check-${exercise.id}-${check.id}`;
}

/**
 * `about`: the words that the excerpt should be close to.
 * @throws Error where the lecture has no such section: the page could not keep what it promises
 */
export function lectureLink(lecture: Lecture, slug: string, wanting: string, about = ''): LectureLink {
  const section = findSection(lecture, slug);
  if (section === undefined) {
    throw new Error(
      `${wanting} names the section "${slug}", which ${lecture.name} lacks; give the lecture such a heading, or name another`,
    );
  }
  return {
    href: `#${lectureIdPrefix}${slug}`,
    trail: trailOf(lecture, section),
    heading: section.heading,
    excerpt: knownExcerptOf(section, about),
  };
}

/** By section and what they are about. All pages of a class quote the same ones, and to choose them anew takes half of a page's time. */
const excerpts = new WeakMap<Section, Map<string, string | undefined>>();

function knownExcerptOf(section: Section, about: string): string | undefined {
  const known = excerpts.get(section) ?? new Map<string, string | undefined>();
  excerpts.set(section, known);
  if (!known.has(about)) {
    known.set(about, excerptOf(section.text, about));
  }
  return known.get(about);
}

function sidesOf({ expected, actual }: StudentCheck): Side[] {
  const side = (kind: Side['kind'], text: string, lines: readonly Line[]): Side => {
    return { kind, label: kind === 'expected' ? 'Expected' : 'Came', empty: text === '', lines };
  };
  const [wanted, came] = [expected, actual].map((text) => text && legible(text, MAX_VALUE));
  if (wanted !== undefined && came !== undefined) {
    const lines = difference(wanted, came);
    return [side('expected', wanted, lines.expected), side('came', came, lines.actual)];
  }
  if (wanted !== undefined) {
    return [side('expected', wanted, plainLines(wanted))];
  }
  return came === undefined ? [] : [side('came', came, plainLines(came))];
}

function hintView(hints: readonly string[], number = 1): HintView | undefined {
  const text = hints[number - 1];
  return text === undefined
    ? undefined
    : {
        label: hintLabel(number, hints.length),
        text: legible(text, MAX_MESSAGE),
        next: hintView(hints, number + 1),
      };
}

/** The title of the lecture is above every section and says nothing new. */
function trailOf(lecture: Lecture, section: Section): string {
  const parent = section.parent === undefined ? undefined : findSection(lecture, section.parent);
  if (parent === undefined || parent.level === 1) {
    return section.heading;
  }
  return `${trailOf(lecture, parent)} › ${section.heading}`;
}
