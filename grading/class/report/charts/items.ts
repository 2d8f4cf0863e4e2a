/** Each check as a dot: how hard it is, and how well it tells those who can from those who cannot. */
import { chart, percent, twoDigits, type Chart } from './chart.js';
import { axisLook, grid, ink } from './draw.js';

export interface ItemDot {
  /** Stands beside the dot. */
  readonly short: string;
  readonly name: string;
  readonly difficulty: number;
  readonly discrimination: number;
}

export function itemChart(dots: readonly ItemDot[]): Chart {
  const lowest = Math.min(0, ...dots.map(({ discrimination }) => discrimination));
  return chart({
    title: 'Difficulty and discrimination',
    description: `${dots.length} checks: to the right the easier ones, further up those that tell strong work from weak.`,
    height: 280,
    option: {
      grid: { ...grid, right: 26 },
      xAxis: {
        type: 'value',
        min: 0,
        max: 1,
        name: 'p',
        nameGap: 8,
        ...axisLook,
      },
      yAxis: { type: 'value', min: Math.floor(lowest * 5) / 5, max: 1, name: 'r', ...axisLook },
      series: [
        {
          type: 'scatter',
          symbolSize: 10,
          data: dots.map(({ difficulty, discrimination }) => [difficulty, discrimination]),
          itemStyle: { color: 'var(--accent)' },
          label: {
            show: true,
            position: 'right',
            color: ink,
            fontSize: 11,
            formatter: ({ dataIndex }: { dataIndex: number }) => dots[dataIndex]!.short,
          },
          labelLayout: { hideOverlap: true },
        },
      ],
    },
    table: {
      columns: ['Check', 'Difficulty p', 'Discrimination r'],
      rows: dots.map(({ short, name, difficulty, discrimination }) => [
        `${short} ${name}`,
        percent(difficulty),
        twoDigits(discrimination),
      ]),
    },
  });
}
