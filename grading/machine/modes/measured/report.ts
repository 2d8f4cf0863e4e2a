/** What was measured, as Markdown and as pictures: our tables, beside the literature's, and the relations. */
import { barChart, grouped, times, type Bar } from '../index.js';
import { adamsAgesen, barham } from './literature.js';
import type { Measured } from './measure.js';
import { operations } from './micro-guests.js';
import { markdownTable } from './markdown-table.js';
import type { Relation } from './relations.js';

/** The files of the report by their names: `modes.md`, and its pictures. */
export function filesOf(
  all: readonly Measured[],
  relations: readonly Relation[],
  parts: string,
): Record<string, string> {
  return {
    'modes.md': markdownOf(all, relations, parts),
    'modes-operations.svg': operationsChart(all),
    'modes-kernel.svg': kernelChart(all),
  };
}

function markdownOf(all: readonly Measured[], relations: readonly Relation[], parts: string): string {
  const problems = all.flatMap(({ mode, profile, problem }) =>
    problem === undefined ? [] : [`- ${mode} on ${profile}: ${problem}`],
  );
  const { byTrap, byCallout, inTranslationCache } = adamsAgesen.clockRead;
  const blocks = [
    '# The modes, measured',
    `Virtual cycles of the simulated machine, by the table of costs in \`src/machine/cost.ts\`: the same at every time and on every
machine. Compare orders and ratios with the literature, never the cycles themselves. Parts: ${parts}.`,
    '## Single operations',
    operationsTable(all),
    '![What single operations cost in each mode](modes-operations.svg)',
    `Beside them: ${adamsAgesen.source}.`,
    adamsTable(),
    `Reads of the time stamp counter under a VMM, there: ${grouped(byTrap)} cycles by trap, ${grouped(byCallout)} by callout, ${grouped(inTranslationCache)} in the translation cache.`,
    '## The teaching kernel',
    kernelTable(all),
    '![What the services of the teaching kernel cost in each mode](modes-kernel.svg)',
    `Beside them: ${barham.source}, as multiples of Linux.`,
    barhamTable(),
    '## Relations',
    relationsTable(relations),
    ...(problems.length === 0 ? [] : ['## What could not be measured', problems.join('\n')]),
  ];
  return `${blocks.join('\n\n')}\n`;
}

const titleOf = ({ mode, profile }: Measured): string => `${mode} (${profile})`;

/** Cycles, and the multiple of the bare machine's. */
function cell(value: number | undefined, bare: number | undefined): string {
  if (value === undefined) {
    return '–';
  }
  return bare === undefined || bare === 0 ? grouped(value) : `${grouped(value)} (${times(value / bare)})`;
}

function operationsTable(all: readonly Measured[]): string {
  const shown = all.filter(({ micro }) => micro !== undefined);
  const bare = shown.find(({ mode }) => mode === 'bare')?.micro;
  return markdownTable(
    ['operation', ...shown.map((one) => `${titleOf(one)}, cycles${one.mode === 'bare' ? '' : ' (× bare)'}`)],
    operations.map(({ name, what }) => [
      `${name}: ${what}`,
      ...shown.map(({ mode, micro }) => cell(micro![name], mode === 'bare' ? undefined : bare?.[name])),
    ]),
  );
}

const adamsTable = (): string =>
  markdownTable(
    ['operation', 'there', ...adamsAgesen.columns],
    adamsAgesen.rows.map(([ours, theirs, cycles]) => [ours, theirs, ...cycles.map(grouped)]),
  );

/** Lines of `bench`, and its macro workload, `build`. */
function kernelTable(all: readonly Measured[]): string {
  const shown = all.filter(({ kernel }) => kernel !== undefined);
  const bare = shown.find(({ mode }) => mode === 'bare')?.kernel;
  const names = Object.keys(bare?.lines ?? {});
  const row = (name: string, value: (of: NonNullable<Measured['kernel']>) => number | undefined) => [
    name,
    ...shown.map(({ mode, kernel }) =>
      cell(value(kernel!), mode === 'bare' || bare === undefined ? undefined : value(bare)),
    ),
  ];
  return markdownTable(
    ['service', ...shown.map((one) => `${titleOf(one)}, cycles${one.mode === 'bare' ? '' : ' (× bare)'}`)],
    [
      ...names.map((name) => row(name, ({ lines }) => lines[name])),
      row('build, the macro workload', ({ build }) => build),
    ],
  );
}

const barhamTable = (): string =>
  markdownTable(
    ['our line', 'there', 'Linux, µs', ...barham.columns.slice(1).map((name) => `${name}, × Linux`)],
    barham.rows.map(([ours, theirs, [linux, ...others]]) => [
      ours,
      theirs,
      String(linux),
      ...others.map((time) => times(time / linux)),
    ]),
  );

const relationsTable = (relations: readonly Relation[]): string =>
  markdownTable(
    ['relation', 'here', 'because', 'source'],
    relations.map(({ name, verdict, because, source }) => [name, verdict, because, source]),
  );

function operationsChart(all: readonly Measured[]): string {
  const shown = all.filter(({ micro }) => micro !== undefined);
  return barChart({
    id: 'modes-operations',
    title: 'Cycles for one operation',
    rows: operations.map(({ name }) => ({
      label: name,
      bars: shown.map((one): Bar => {
        const value = one.micro![name]!;
        return { value, text: `${one.mode} ${grouped(value)}`, colour: all.indexOf(one) };
      }),
    })),
  });
}

function kernelChart(all: readonly Measured[]): string {
  const bare = all.find(({ mode }) => mode === 'bare')?.kernel;
  const shown = all.filter(({ mode, kernel }) => mode !== 'bare' && kernel !== undefined);
  const services = [
    ...Object.keys(bare?.lines ?? {}).map((name) => ({ name, of: (kernel: KernelOf) => kernel.lines[name] })),
    { name: 'build', of: (kernel: KernelOf) => kernel.build as number | undefined },
  ];
  return barChart({
    id: 'modes-kernel',
    title: 'Services of the teaching kernel, as multiples of the bare machine',
    rows: services.map(({ name, of }) => ({
      label: name.replaceAll('_', ' '),
      bars: shown.flatMap((one): Bar[] => {
        const [value, base] = [of(one.kernel!), bare && of(bare)];
        return value === undefined || !base
          ? []
          : [{ value: value / base, text: `${one.mode} ${times(value / base)}`, colour: all.indexOf(one) }];
      }),
    })),
  });
}

type KernelOf = NonNullable<Measured['kernel']>;
