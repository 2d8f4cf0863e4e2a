/** feedback.html: one file with everything in it, which needs no network and runs no script. */
import Handlebars from 'handlebars';
import type { Lecture } from '../../lecture/index.js';
import { pageView, type PageView } from './page-view.js';
import { readTemplate } from './read-template.js';
import type { StudentResult } from '../student-view/index.js';

/**
 * The page for `result`; equal results give equal pages.
 * @throws Error where an exercise or a check names a section that the lecture lacks.
 */
export function renderFeedback(result: StudentResult, lecture: Lecture): string {
  template ??= loadTemplate();
  return template(pageView(result, lecture));
}

/** The look of the pages, for other pages that show checks. */
export const feedbackCss = (): string => readTemplate('feedback.css');

let template: ((view: PageView) => string) | undefined;

function loadTemplate(): (view: PageView) => string {
  const handlebars = Handlebars.create();
  // Strict: a name that the view lacks is an error. Indenting a partial would put spaces into preformatted text.
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true };
  for (const name of ['check', 'hint', 'exits', 'lecture-link']) {
    handlebars.registerPartial(name, handlebars.compile(readTemplate(`${name}.hbs`), options));
  }
  const page = handlebars.compile<PageView & { css: string }>(readTemplate('feedback.hbs'), options);
  const css = feedbackCss();
  return (view) => page({ ...view, css });
}
