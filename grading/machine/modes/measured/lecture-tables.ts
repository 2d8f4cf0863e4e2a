/**
 * The tables that the lecture shows. They stand in its text, between two comments that no page shows, so that the notes can be read as they
 * are; this puts new ones there.
 */
import { grouped, times } from '../index.js';
import type { Measured } from './measure.js';
import { operations } from './micro-guests.js';
import { markdownTable } from './markdown-table.js';

/** The lecture with the tables of what was measured. Throws where it has no place for one. */
export function withTables(lecture: string, all: readonly Measured[]): string {
  const tables = { operations: operationsTable, kernel: kernelTable };
  return Object.entries(tables).reduce((text, [name, table]) => {
    const [begin, end] = [`<!-- measured: ${name} -->\n`, '<!-- /measured -->'];
    const from = text.indexOf(begin);
    const to = text.indexOf(end, from);
    if (from < 0 || to < 0) {
      throw new Error(
        `the lecture has no place for the table '${name}', between '${begin.trim()}' and '${end}'`,
      );
    }
    return `${text.slice(0, from)}${begin}\n${table(all)}\n\n${text.slice(to)}`;
  }, lecture);
}

function operationsTable(all: readonly Measured[]): string {
  const costs = all.flatMap(({ mode, micro }) => (micro === undefined ? [] : [{ mode, of: micro }]));
  return multiples(
    'operation',
    costs,
    operations.map(({ name }) => name),
    (micro, name) => micro[name],
  );
}

function kernelTable(all: readonly Measured[]): string {
  const costs = all.flatMap(({ mode, kernel }) => (kernel === undefined ? [] : [{ mode, of: kernel }]));
  const names = Object.keys(costs[0]?.of.lines ?? {});
  return multiples('service', costs, [...names, 'build'], (kernel, name) =>
    name === 'build' ? kernel.build : kernel.lines[name],
  );
}

/** Cycles on the bare machine, which comes first, and multiples of them in each mode. */
function multiples<Costs>(
  heading: string,
  [bare, ...modes]: readonly { readonly mode: string; readonly of: Costs }[],
  names: readonly string[],
  costOf: (costs: Costs, name: string) => number | undefined,
): string {
  return markdownTable(
    [heading, 'bare, cycles', ...modes.map(({ mode }) => `${mode}, × bare`)],
    names.map((name) => {
      const base = costOf(bare!.of, name)!;
      return [
        name.replaceAll('_', ' '),
        grouped(base),
        ...modes.map(({ of }) => {
          const cost = costOf(of, name);
          return cost === undefined ? '–' : times(cost / base);
        }),
      ];
    }),
  );
}
