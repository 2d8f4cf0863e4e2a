/**
 * A guest's exits as a bar chart: kinds and counts to places in an SVG of 320 units' width, which fits a phone. Counts lie
 * orders of magnitude apart, so bars grow with the logarithm; the counts themselves stand beside them.
 */
import { grouped, legibleLine } from '../text/index.js';

export interface ExitsChart {
  /** The chart in words, for readers who cannot see it. */
  readonly description: string;
  readonly height: number;
  readonly bars: readonly Bar[];
  readonly ticks: readonly Tick[];
  /** Where the axis lies, and below it its labels. */
  readonly axisY: number;
  readonly labelY: number;
}

interface Bar {
  readonly label: string;
  readonly count: string;
  readonly width: number;
  readonly textY: number;
  readonly barY: number;
}

interface Tick {
  readonly x: number;
  readonly label: string;
  readonly anchor: 'start' | 'middle' | 'end';
}

const WIDTH = 320;
const ROW = 34;
/** A count of 1, whose logarithm is 0, is still seen. */
const ONE = 8;
const MAX_BARS = 24;
const MAX_LABEL = 36;

/** Undefined where no kind of exit is named. */
export function exitsChart(exits: Readonly<Record<string, number>>): ExitsChart | undefined {
  const kinds = byCount(exits);
  const most = kinds[0]?.count;
  if (most === undefined) {
    return undefined;
  }
  const decades = Math.max(1, Math.ceil(Math.log10(Math.max(most, 1))));
  const place = (count: number): number =>
    count === 0 ? 0 : Math.round(ONE + ((WIDTH - ONE) * Math.log10(count)) / decades);
  const axisY = kinds.length * ROW;
  return {
    description: `${kinds.map(({ label, count }) => `${label}: ${grouped(count)}`).join('; ')}.`,
    height: axisY + 18,
    axisY,
    labelY: axisY + 14,
    bars: kinds.map(({ label, count }, row) => ({
      label,
      count: grouped(count),
      width: place(count),
      textY: row * ROW + 14,
      barY: row * ROW + 20,
    })),
    ticks: Array.from({ length: decades + 1 }, (_, decade) => ({
      x: place(10 ** decade),
      label: tickLabel(decade),
      anchor: decade === 0 ? 'start' : decade === decades ? 'end' : 'middle',
    })),
  };
}

/** The most frequent first; kinds beyond the bound are added up. */
function byCount(exits: Readonly<Record<string, number>>): { label: string; count: number }[] {
  const kinds = Object.entries(exits)
    .sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1))
    .map(([kind, count]) => ({ label: shortened(kind), count }));
  if (kinds.length <= MAX_BARS) {
    return kinds;
  }
  const rest = kinds.slice(MAX_BARS - 1);
  const count = rest.reduce((sum, kind) => sum + kind.count, 0);
  return [...kinds.slice(0, MAX_BARS - 1), { label: `${rest.length} other kinds`, count }];
}

function shortened(kind: string): string {
  const label = legibleLine(kind);
  return label.length <= MAX_LABEL ? label : `${label.slice(0, MAX_LABEL - 1)}…`;
}

/** 1, 10, 100, 1k, 10k, … */
function tickLabel(decade: number): string {
  const unit = ['', 'k', 'M', 'G', 'T', 'P'][Math.floor(decade / 3)] ?? '';
  return `${10 ** (decade % 3)}${unit}`;
}
