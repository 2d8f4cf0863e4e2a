import {
  distributionChart,
  heatChart,
  heatTable,
  itemChart,
  overTimeChart,
  stackedChart,
  type Chart,
} from './index.js';

const hostile = '</svg><script>alert(1)</script><style>*{}</style>"\u202e';
const rows = [{ label: hostile, shares: [0, 0.5, 1, undefined] }];
const columns = ['One', 'Two', 'Three', hostile];

const charts: Readonly<Record<string, Chart>> = {
  distribution: distributionChart('Points', [1, 0, 3], 12),
  nobody: distributionChart('Points', [0, 0, 0], 0),
  stacked: stackedChart(
    'Completion',
    'x',
    [{ short: '01', name: hostile }],
    [{ name: hostile, colour: 'pass', counts: [3] }],
  ),
  heat: heatChart({
    title: 'Heat',
    description: 'x',
    columns,
    rows,
    rowHeight: 20,
    table: heatTable('Who', columns, rows),
  }),
  items: itemChart([{ short: '1', name: hostile, difficulty: 0.5, discrimination: -0.25 }]),
  time: overTimeChart({
    title: 'Time',
    days: 1,
    deadline: '2026-11-02',
    periods: [
      { from: '2026-11-01', attempts: 2, share: 0.5 },
      { from: '2026-11-02', attempts: 0, share: undefined },
    ],
  }),
};

test.each(Object.entries(charts))(
  '%s is plain SVG: no script, no style, nothing from elsewhere',
  (_name, { svg }) => {
    expect(svg).toMatch(/^<svg aria-hidden="true" focusable="false" viewBox="0 0 460 \d+">.*<\/svg>$/s);
    expect(svg.match(/<\/svg>/g)).toHaveLength(1);
    const elements = new Set([...svg.matchAll(/<(\w+)/g)].map(([, name]) => name));
    expect(
      [...elements].filter(
        (name) =>
          !['svg', 'g', 'path', 'rect', 'text', 'tspan', 'circle', 'defs', 'clipPath', 'polyline'].includes(
            name!,
          ),
      ),
    ).toEqual([]);
    expect(svg).not.toMatch(/NaN|undefined|Infinity|href|\s(?:on\w+|id)=/);
  },
);

test('colours are names of the page, so that a chart is right in light and dark', () => {
  const elements = Object.values(charts).flatMap(({ svg }) =>
    svg.match(/<(?:path|text|rect|circle|polyline)[^>]*>/g)!,
  );
  // The box of a legend is there and cannot be seen, and a line has no inside.
  const seen = elements.filter(
    (element) => !/fill-opacity="0"|d="M[\d.]+ [\d.]+L[\d.]+ [\d.]+"/.test(element),
  );
  const colours = seen.flatMap((element) =>
    [...element.matchAll(/(?:fill|stroke)="([^"]+)"/g)].map(([, colour]) => colour!),
  );
  expect(
    [...new Set(colours)].filter((colour) => !/^(none|transparent|var\(--[\w-]+\))$/.test(colour)),
  ).toEqual([]);
  expect(seen.length).toBeGreaterThan(50);
});

test('each number of a chart stands in its table', () => {
  expect(charts['distribution']!.table.rows).toEqual([
    ['0–4', '1', '25 %'],
    ['4–8', '0', '0 %'],
    ['8–12', '3', '75 %'],
  ]);
  expect(charts['heat']!.table.rows).toEqual([[hostile, '0 %', '50 %', '100 %', '–']]);
  expect(charts['items']!.table.rows).toEqual([[`1 ${hostile}`, '50 %', '−0.25']]);
});

test('the same numbers give the same bytes, however many were drawn before', () => {
  expect(distributionChart('Points', [1, 0, 3], 12)).toEqual(charts['distribution']);
});
