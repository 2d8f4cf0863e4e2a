/** What all pages share: templates, look, navigation, and the facts at the foot. Each page is one file that needs no other and no network. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { transformSync } from 'esbuild';
import Handlebars from 'handlebars';
import { labRoot } from '../../../lab-root.js';
import { feedbackCss, legibleLine } from '../../../report/index.js';
import type { ReportClass } from '../data/index.js';

/** Where a page lies: its links to others begin with it. */
export type Base = '' | '../';

export interface NavLink {
  readonly href: string;
  readonly label: string;
  readonly current: boolean;
}

export interface Shell {
  readonly title: string;
  readonly nav: readonly NavLink[];
  readonly facts: readonly Fact[];
  readonly script: string;
  readonly scriptHash: string;
}

export interface Fact {
  readonly term: string;
  readonly value: string;
}

/** One page of a report; its text is made when it is asked for. Equal records give equal pages. */
export interface Page {
  /** In the report's folder. */
  readonly path: string;
  readonly text: () => string;
}

/** Pages that not every report has. */
export interface OtherPage {
  /** In the report's folder. */
  readonly file: string;
  readonly label: string;
}

/** `file`: of the page itself, in the report's folder. */
export function shell(
  { record, exercises }: ReportClass,
  others: readonly OtherPage[],
  file: string,
  title: string,
  script = '',
): Shell {
  const base: Base = file.includes('/') ? '../' : '';
  const pages = [
    { file: CLASS_PAGE, label: 'The class' },
    ...exercises.map(({ id, title: name }) => ({ file: exerciseFile(id), label: exerciseName(id, name) })),
    ...others,
  ];
  return {
    title: legibleLine(title, 200),
    nav: pages.map((page) => ({ href: base + page.file, label: page.label, current: page.file === file })),
    facts: [
      { term: 'Class', value: record.class },
      { term: 'Suites', value: legibleLine(record.suite) },
      { term: 'Engine', value: legibleLine(record.engine) },
      { term: 'Seed', value: String(record.seed) },
      { term: 'Lecture', value: legibleLine(record.lecture) },
    ],
    script,
    // The one script that may run on the page, and no other that got in.
    scriptHash: script === '' ? '' : `sha256-${createHash('sha256').update(script).digest('base64')}`,
  };
}

export const CLASS_PAGE = 'index.html';
export const exerciseFile = (id: string): string => `exercises/${encodeURIComponent(id)}.html`;
/** In the report's folder; in links its name is encoded. */
export const studentFile = (key: string): string => `students/${key}.html`;
export const studentHref = (key: string): string => `students/${encodeURIComponent(key)}.html`;
export const checkAnchor = (id: string): string => `check-${id}`;

/** `08 Trap and emulate` */
export function exerciseName(id: string, title: string): string {
  return legibleLine(`${numberOf(id)} ${title}`);
}

/** `08` of `08-trap-and-emulate`. */
export const numberOf = (id: string): string => /^\d+/.exec(id)?.[0] ?? id;

const folder = join(labRoot(), 'grading/class/report/pages/templates');
export const readTemplate = (name: string): string => readFileSync(join(folder, name), 'utf8');

const PARTIALS = ['head', 'foot', 'chart', 'table', 'failure', 'row', 'cluster'];

/** A page's template, compiled once. */
export function pageTemplate<View extends Shell>(name: string): (view: View) => string {
  let render: ((view: View & { css: string }) => string) | undefined;
  let css = '';
  return (view) => {
    render ??= compile<View & { css: string }>(name);
    css ||= look();
    return render({ ...view, css });
  };
}

/** As on the students' pages, and what is special here; small, since every page holds it. */
const look = (): string =>
  transformSync(feedbackCss() + readTemplate('report.css'), { loader: 'css', minify: true }).code;

function compile<View>(name: string): (view: View) => string {
  const handlebars = Handlebars.create();
  // As for the students' pages: a name that the view lacks is an error, and partials are not indented.
  const options = { strict: true, preventIndent: true, knownHelpersOnly: true };
  for (const partial of PARTIALS) {
    handlebars.registerPartial(partial, handlebars.compile(readTemplate(`${partial}.hbs`), options));
  }
  return handlebars.compile<View>(readTemplate(`${name}.hbs`), options);
}
