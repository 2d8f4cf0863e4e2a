/** A heat map: shares from 0 to 1 in six steps of one colour, and a look of its own for what is not there. */
import { chart, percent, type Chart, type Table } from './chart.js';
import { axisLook, legend, soft } from './draw.js';

export interface HeatRow {
  /** Empty where there are too many rows for a name each. */
  readonly label: string;
  readonly shares: readonly (number | undefined)[];
}

export interface HeatMap {
  readonly title: string;
  readonly description: string;
  readonly columns: readonly string[];
  readonly rows: readonly HeatRow[];
  readonly rowHeight: number;
  readonly table: Table;
}

/** The step of a share: 0 (nothing) to 5 (all of it); −1 for what is not there. The page has a colour for each. */
export function heatStep(share: number | undefined): number {
  return share === undefined ? -1 : share >= 1 ? 5 : Math.max(0, Math.floor(share * 5));
}

const NAMES = ['below 20 %', '20–39 %', '40–59 %', '60–79 %', '80–99 %', 'all'];
const colourOf = (step: number): string => (step < 0 ? 'var(--heat-none)' : `var(--heat-${step})`);

export function heatChart({ title, description, columns, rows, rowHeight, table }: HeatMap): Chart {
  const named = rows.some(({ label }) => label !== '');
  const steps = [-1, 0, 1, 2, 3, 4, 5];
  const cells = rows.flatMap(({ shares }, row) =>
    shares.map((share, column) => ({ row, column, step: heatStep(share) })),
  );
  // A series for each step: the legend then has a name for each colour.
  const series = steps.map((step) => ({
    type: 'heatmap' as const,
    name: step < 0 ? 'not handed in' : NAMES[step]!,
    data: cells.filter((cell) => cell.step === step).map(({ row, column }) => [column, row, step]),
    itemStyle: { color: colourOf(step), borderWidth: rowHeight >= 12 ? 1 : 0, borderColor: 'var(--card)' },
    label: { show: false },
  }));
  const labelLines = Math.max(...columns.map((name) => wrapped(name, columns.length).split('\n').length));
  const top = 58 + labelLines * 15;
  return chart({
    title,
    description,
    height: top + rows.length * rowHeight + 6,
    option: {
      legend: { ...legend, data: series.map(({ name }) => ({ name, icon: 'rect' })), selectedMode: false },
      grid: { left: named ? 8 : 2, right: 2, top, bottom: 4, containLabel: true },
      xAxis: {
        type: 'category',
        position: 'top',
        data: columns.map((name) => wrapped(name, columns.length)),
        ...axisLook,
        axisLine: { show: false },
        splitLine: { show: false },
        axisLabel: { color: soft, fontSize: 11, interval: 0, lineHeight: 14 },
      },
      yAxis: {
        type: 'category',
        inverse: true,
        data: rows.map(({ label }, row) => label || String(row)),
        ...axisLook,
        axisLine: { show: false },
        splitLine: { show: false },
        axisLabel: { show: named, color: soft, fontSize: 12, interval: 0 },
      },
      // The colours are the series' own; without this ECharts would want to choose them by value.
      visualMap: steps.map((step, seriesIndex) => ({
        show: false,
        type: 'piecewise' as const,
        seriesIndex,
        pieces: [{ value: step, color: colourOf(step) }],
      })),
      series,
    },
    table,
  });
}

/** Words on lines of their own where many columns stand side by side. */
function wrapped(name: string, columns: number): string {
  const width = Math.max(6, Math.floor(62 / columns));
  const lines: string[] = [];
  for (const word of name.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + word.length <= width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines.map((line) => (line.length <= width + 8 ? line : `${line.slice(0, width + 7)}…`)).join('\n');
}

/** The table of a heat map that has a name for each row. */
export function heatTable(first: string, columns: readonly string[], rows: readonly HeatRow[]): Table {
  return {
    columns: [first, ...columns],
    rows: rows.map(({ label, shares }) => [label, ...shares.map(percent)]),
  };
}
