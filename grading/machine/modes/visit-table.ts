/** The visits as a table for a terminal. */
import { grouped, times, yesNo } from './numbers.js';
import type { Visit } from './visit.js';

export function visitTable(visits: readonly Visit[]): string {
  const rows = visits.map((visit) => [
    visit.name,
    yesNo(visit.boots),
    yesNo(visit.works),
    grouped(visit.meter.cycles),
    visit.relative === undefined ? '' : times(visit.relative),
    grouped(exitCount(visit)),
  ]);
  const heading = ['computer', 'boots', 'works', 'cycles', '× bare', 'exits'];
  const all = [heading, ...rows];
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column]!.length)));
  const lines = all.map((row) =>
    row
      .map((cell, column) => (column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!)))
      .join('  '),
  );
  return [...lines, '', ...visits.flatMap(details)].join('\n');
}

/** What there is to say of a visit beside its row. */
function details(visit: Visit): string[] {
  const exits = byCount(visit).map(([name, count]) => `${name} ${grouped(count)}`);
  const lines = [
    ...(exits.length === 0 ? [] : [`  exits: ${exits.join(', ')}`]),
    ...(visit.works ? [] : [`  its last words: ${visit.lastLines.join(' / ')}`, `  ${visit.end}`]),
    ...visit.failure.map((line) => `  ${line}`),
  ];
  return lines.length === 0 ? [] : [visit.name, ...lines];
}

export const exitCount = ({ meter }: Visit): number =>
  Object.values(meter.exits).reduce((sum: number, count) => sum + count, 0);

/** Exits by reason, the most frequent first. */
export function byCount({ meter }: Visit): [string, number][] {
  return Object.entries<number>(meter.exits).sort(([, one], [, other]) => other - one);
}
