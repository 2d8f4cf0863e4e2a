/** The door of this room: all pages of a report. */
import type { ReportClass } from '../data/index.js';
import type { SimilarExercise } from '../similar/index.js';
import { analyse } from './analysis.js';
import { classPage } from './class-page.js';
import { exercisePage } from './exercise-page.js';
import { CLASS_PAGE, studentFile, type Page } from './shell.js';
import { similarPage, similarPages } from './similar-pages.js';
import { studentPage } from './student-page.js';

export type { Page } from './shell.js';

export interface PageChoice {
  /** The heading of a section of the lecture, by its slug. */
  readonly heading: (slug: string) => string;
  /** The way from the report's folder to that of the class's results, for links. */
  readonly results: string;
  /** Left out where the texts are not known. */
  readonly similar?: readonly SimilarExercise[];
}

export function reportPages(data: ReportClass, { heading, results, similar }: PageChoice): Page[] {
  const others = similar === undefined ? [] : [similarPage];
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
    ...(similar === undefined ? [] : similarPages(data, similar, others)),
  ];
}
