/** Charts of counts: how points are spread, and how far the class is with each exercise. */
import { chart, percent, type Chart } from './chart.js';
import { axisLook, grid, ink, legend, soft } from './draw.js';

/** `counts`: of ten equal parts of the points. */
export function distributionChart(title: string, counts: readonly number[], maxScore: number): Chart {
  const bound = (part: number): string => String(Math.round(((part * maxScore) / counts.length) * 10) / 10);
  const names = counts.map((_, part) => `${bound(part)}–${bound(part + 1)}`);
  const all = counts.reduce((sum, count) => sum + count, 0);
  const most = Math.max(...counts);
  return chart({
    title,
    description: `${all} students by their points; most of them, ${most}, have ${names[counts.indexOf(most)]} of ${maxScore}.`,
    height: 240,
    option: {
      grid,
      xAxis: {
        type: 'category',
        data: names.map((name) => name.replace('–', '\n–')),
        ...axisLook,
        axisLabel: { ...axisLook.axisLabel, interval: 0, fontSize: 11 },
      },
      yAxis: { type: 'value', name: 'students', minInterval: 1, ...axisLook, axisLine: { show: false } },
      series: [
        {
          type: 'bar',
          data: [...counts],
          barCategoryGap: '12%',
          itemStyle: { color: 'var(--accent)' },
          label: { show: true, position: 'top', color: ink, fontSize: 12 },
        },
      ],
    },
    table: {
      columns: ['Points', 'Students', 'Share'],
      rows: counts.map((count, part) => [
        names[part]!,
        String(count),
        percent(all === 0 ? undefined : count / all),
      ]),
    },
  });
}

export interface Stack {
  readonly name: string;
  /** A name of the page's colours. */
  readonly colour: string;
  /** For each row. */
  readonly counts: readonly number[];
}

/** A bar for each row, cut into what it consists of. */
export function stackedChart(
  title: string,
  description: string,
  rows: readonly { readonly short: string; readonly name: string }[],
  stacks: readonly Stack[],
): Chart {
  return chart({
    title,
    description,
    height: 48 + rows.length * 26,
    option: {
      legend: { ...legend, data: stacks.map(({ name }) => name), selectedMode: false },
      grid: { ...grid, top: 28 },
      xAxis: { type: 'value', minInterval: 1, ...axisLook },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ short }) => short),
        ...axisLook,
        axisLabel: { color: soft, fontSize: 12, interval: 0 },
      },
      series: stacks.map(({ name, colour, counts }) => ({
        type: 'bar' as const,
        name,
        stack: 'all',
        data: [...counts],
        barWidth: 15,
        itemStyle: { color: `var(--${colour})` },
      })),
    },
    table: {
      columns: ['Exercise', ...stacks.map(({ name }) => name)],
      rows: rows.map(({ name }, row) => [name, ...stacks.map(({ counts }) => String(counts[row]))]),
    },
  });
}
