/** feedback.html: one file with everything in it, which needs no network and runs no script. */
import Handlebars from 'handlebars';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { labRoot } from '../lab-root.js';
import type { Lecture } from '../lecture/index.js';
import { pageView, type PageView } from './page-view.js';
import type { StudentResult } from './student-view.js';

/**
 * The page for `result`; equal results give equal pages.
 * @throws Error where an exercise or a check names a section that the lecture lacks.
 */
export function renderFeedback(result: StudentResult, lecture: Lecture): string {
  template ??= loadTemplate();
  return template(pageView(result, lecture));
}

let template: ((view: PageView) => string) | undefined;

function loadTemplate(): (view: PageView) => string {
  const read = (name: string): string =>
    readFileSync(path.join(labRoot(), 'grading/report/templates', name), 'utf8');
  const handlebars = Handlebars.create();
  // Strict: a name that the view lacks is an error. Indenting a partial would put spaces into preformatted text.
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true };
  for (const name of ['check', 'hint', 'exits', 'lecture-link']) {
    handlebars.registerPartial(name, handlebars.compile(read(`${name}.hbs`), options));
  }
  const page = handlebars.compile<PageView & { css: string }>(read('feedback.hbs'), options);
  const css = read('feedback.css');
  return (view) => page({ ...view, css });
}
