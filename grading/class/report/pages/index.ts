/** The door of this room: all pages of a report. */
import type { ReportClass } from '../data/index.js';
import { analyse } from './analysis.js';
import { classPage } from './class-page.js';
import { exercisePage } from './exercise-page.js';
import { CLASS_PAGE, studentFile, type OtherPage } from './shell.js';
import { studentPage } from './student-page.js';

export type { OtherPage } from './shell.js';

export interface PageChoice {
  /** The heading of a section of the lecture, by its slug. */
  readonly heading: (slug: string) => string;
  /** The way from the report's folder to that of the class's results, for links. */
  readonly results: string;
  readonly others: readonly OtherPage[];
}

/** One page of a report; its text is made when it is asked for. Equal records give equal pages. */
export interface Page {
  /** In the report's folder. */
  readonly path: string;
  readonly text: () => string;
}

export function reportPages(data: ReportClass, { heading, results, others }: PageChoice): Page[] {
  const analysis = analyse(data, heading);
  return [
    { path: CLASS_PAGE, text: () => classPage(data, analysis, others) },
    ...data.exercises.map((exercise) => ({
      path: `exercises/${exercise.id}.html`,
      text: () => exercisePage(data, exercise, analysis, others),
    })),
    ...data.students.map((one) => ({
      path: studentFile(one.student.key),
      text: () => studentPage(data, one, analysis, others, `../${results}`),
    })),
  ];
}
