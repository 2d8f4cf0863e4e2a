/** The visits as a page of HTML that needs nothing else: pictures, and behind each the table of its numbers. */
import { barChart, escapeXml } from './bar-chart.js';
import { grouped, times, yesNo } from './numbers.js';
import { page, table } from './page.js';
import type { Visit } from './visit.js';
import { byCount, exitCount } from './visit-table.js';

export function visitPage(visits: readonly Visit[]): string {
  return page(
    'The teaching kernel in every mode',
    [
      `<p>The same kernel boots, runs a pipe, writes a file, does a small build and turns the machine off: on the bare machine, and in a
      virtual machine of each mode. Cycles are those of the simulated machine, by its published table of costs; compare orders and ratios,
      never the cycles themselves. They count the VMM's work, and no time in which everybody slept.</p>`,
      section('Does it run?', table('The kernel on each computer', summaryHeading, visits.map(summaryRow))),
      section('What it costs', figure(costChart(visits), costTable(visits))),
      section('Why the VMM took over', figure(exitsChart(visits), exitsTable(visits))),
      section(
        'Where the cycles went',
        table('Cycles by what they were used for', reasonHeading, reasonRows(visits)),
      ),
      section('What failed silently', failures(visits)),
    ].join('\n'),
  );
}

const section = (heading: string, content: string): string =>
  `<section><h2>${escapeXml(heading)}</h2>\n${content}\n</section>`;

const figure = (picture: string, behind: string): string =>
  `<figure tabindex="0">${picture}</figure>\n<details><summary>The numbers of this picture as a table</summary>${behind}</details>`;

const summaryHeading = [
  'computer',
  'boots',
  'works',
  'how it ended',
  'cycles',
  '× bare',
  'exits',
  'first silent failure',
];

const summaryRow = (visit: Visit): string[] => [
  visit.name,
  yesNo(visit.boots),
  yesNo(visit.works),
  visit.end,
  grouped(visit.meter.cycles),
  visit.relative === undefined ? '–' : times(visit.relative),
  grouped(exitCount(visit)),
  visit.failure[0]?.replace(/^[^:]*: /, '') ?? 'none',
];

function costChart(visits: readonly Visit[]): string {
  return barChart({
    id: 'cost',
    title: 'Cycles for the same work, as a multiple of the bare machine’s',
    missing: 'the work was not done',
    rows: visits.map(({ name, relative }, index) => ({
      label: name,
      bars:
        relative === undefined
          ? []
          : [{ value: relative, text: `${times(relative)} times`, colour: index === 0 ? 0 : 1 }],
    })),
  });
}

const costTable = (visits: readonly Visit[]): string =>
  table(
    'Cycles for the same work',
    ['computer', 'cycles', '× bare'],
    visits.map(({ name, meter, relative }) => [
      name,
      grouped(meter.cycles),
      relative === undefined ? 'not done' : times(relative),
    ]),
  );

function exitsChart(visits: readonly Visit[]): string {
  const names = exitNames(visits);
  return barChart({
    id: 'exits',
    title: 'Exits to the VMM by reason',
    missing: 'no VMM',
    rows: visits.map((visit) => ({
      label: visit.name,
      bars: byCount(visit).map(([name, count]) => ({
        value: count,
        text: `${name}: ${grouped(count)}`,
        colour: names.indexOf(name) % 6,
      })),
    })),
  });
}

const exitNames = (visits: readonly Visit[]): string[] => [
  ...new Set(visits.flatMap((visit) => byCount(visit).map(([name]) => name))),
];

function exitsTable(visits: readonly Visit[]): string {
  const names = exitNames(visits);
  const counts = (visit: Visit) => names.map((name) => byCount(visit).find(([of]) => of === name)?.[1] ?? 0);
  return table(
    'Exits to the VMM by reason',
    ['computer', ...names],
    visits.map((visit) => [visit.name, ...counts(visit).map(grouped)]),
  );
}

const reasonHeading = ['computer', 'used for', 'cycles', 'share'];

function reasonRows(visits: readonly Visit[]): string[][] {
  return visits.flatMap(({ name, meter }) =>
    Object.entries<number>(meter.cyclesByReason)
      .sort(([, one], [, other]) => other - one)
      .map(([reason, cycles]) => [
        name,
        reason === 'guest' ? 'the guest’s own instructions' : reason,
        grouped(cycles),
        `${((100 * cycles) / meter.cycles).toFixed(1)} %`,
      ]),
  );
}

function failures(visits: readonly Visit[]): string {
  const broken = visits.filter(({ failure }) => failure.length > 0);
  const told = broken.map(
    (visit) =>
      `<h3>${escapeXml(visit.name)}</h3>\n<pre tabindex="0">${escapeXml(visit.failure.join('\n'))}</pre>\n<p>Its last words:</p>\n<pre tabindex="0">${escapeXml(visit.lastLines.join('\n'))}</pre>`,
  );
  return told.join('\n') || '<p>Nothing did.</p>';
}
