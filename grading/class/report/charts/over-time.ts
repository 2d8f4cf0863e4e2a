/** Attempts over time as bars, and how good they were as a line. */
import { chart, percent, type Chart } from './chart.js';
import { axisLook, grid, ink, legend } from './draw.js';

export interface OverTime {
  readonly title: string;
  readonly periods: readonly {
    readonly from: string;
    readonly attempts: number;
    readonly share: number | undefined;
  }[];
  readonly days: 1 | 7;
  /** Day of the deadline. */
  readonly deadline?: string;
}

export function overTimeChart({ title, periods, days, deadline }: OverTime): Chart {
  const all = periods.reduce((sum, { attempts }) => sum + attempts, 0);
  const busiest = periods.reduce((a, b) => (b.attempts > a.attempts ? b : a));
  const unit = days === 1 ? 'day' : 'week';
  // The period that the deadline falls into; none where it is outside of the chart.
  const at = deadline === undefined ? -1 : periods.findLastIndex(({ from }) => from <= deadline);
  return chart({
    title,
    description: `${all} attempts over ${periods.length} ${unit}s; most of them, ${busiest.attempts}, ${days === 1 ? 'on' : 'in the week of'} ${busiest.from}.`,
    height: 250,
    option: {
      legend: { ...legend, data: ['attempts', 'mean share of the points'], selectedMode: false },
      grid: { ...grid, top: 44 },
      xAxis: {
        type: 'category',
        data: periods.map(({ from }) => from.slice(5)),
        ...axisLook,
        splitLine: { show: false },
      },
      yAxis: [
        { type: 'value', minInterval: 1, ...axisLook, axisLine: { show: false } },
        {
          type: 'value',
          min: 0,
          max: 1,
          interval: 0.5,
          ...axisLook,
          splitLine: { show: false },
          axisLabel: { ...axisLook.axisLabel, formatter: (share: number) => `${share * 100} %` },
        },
      ],
      series: [
        {
          type: 'bar',
          name: 'attempts',
          data: periods.map(({ attempts }) => attempts),
          itemStyle: { color: 'var(--accent)' },
          ...(at >= 0 && {
            markLine: {
              symbol: 'none',
              label: { formatter: 'deadline', color: ink, fontSize: 12 },
              lineStyle: { color: ink, type: 'dashed' },
              data: [{ xAxis: at }],
            },
          }),
        },
        {
          type: 'line',
          name: 'mean share of the points',
          yAxisIndex: 1,
          data: periods.map(({ share }) => share ?? '-'),
          connectNulls: true,
          symbol: 'circle',
          symbolSize: 6,
          lineStyle: { color: 'var(--warn)', width: 2 },
          itemStyle: { color: 'var(--warn)' },
        },
      ],
    },
    table: {
      columns: [days === 1 ? 'Day (UTC)' : 'Week from (UTC)', 'Attempts', 'Mean share of the points'],
      rows: periods.map(({ from, attempts, share }) => [from, String(attempts), percent(share)]),
    },
  });
}

/** How good first, second, … attempts are, of those that were graded. */
export function byNumberChart(
  byNumber: readonly {
    readonly number: number;
    readonly graded: number;
    readonly share: number | undefined;
  }[],
): Chart {
  const last = byNumber.at(-1)!;
  return chart({
    title: 'First attempts and later ones',
    description: `Mean share of the points by the number of the attempt, up to ${last.number}.`,
    height: 220,
    option: {
      grid,
      xAxis: {
        type: 'category',
        data: byNumber.map(({ number }) => `attempt ${number}`),
        ...axisLook,
        splitLine: { show: false },
      },
      yAxis: {
        type: 'value',
        min: 0,
        max: 1,
        ...axisLook,
        axisLabel: { ...axisLook.axisLabel, formatter: (share: number) => percent(share) },
      },
      series: [
        {
          type: 'bar',
          barMaxWidth: 40,
          data: byNumber.map(({ share }) => share ?? '-'),
          itemStyle: { color: 'var(--accent)' },
          label: {
            show: true,
            position: 'top',
            color: ink,
            fontSize: 12,
            formatter: ({ value }) => percent(Number(value)),
          },
        },
      ],
    },
    table: {
      columns: ['Attempt', 'Graded', 'Mean share of the points'],
      rows: byNumber.map(({ number, graded, share }) => [String(number), String(graded), percent(share)]),
    },
  });
}
