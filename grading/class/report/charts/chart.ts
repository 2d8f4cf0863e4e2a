/** A chart as a page holds it. No chart without its table: the type demands both. */
import { drawSvg, type ChartOption } from './draw.js';

export interface Chart {
  readonly title: string;
  /** The chart in a sentence, for readers who cannot see it; the table has the numbers. */
  readonly description: string;
  readonly svg: string;
  readonly table: Table;
}

export interface Table {
  readonly columns: readonly string[];
  /** The first cell of a row names it. */
  readonly rows: readonly (readonly string[])[];
}

export interface Drawing extends Omit<Chart, 'svg'> {
  readonly option: ChartOption;
  readonly height: number;
}

export function chart({ option, height, ...told }: Drawing): Chart {
  return { ...told, svg: drawSvg(option, height) };
}

/** `73 %`, and a dash where there is no number. */
export function percent(share: number | undefined): string {
  return share === undefined ? '–' : `${Math.round(share * 100)} %`;
}

/** `0.42`, with a true minus. */
export function twoDigits(value: number | undefined): string {
  return value === undefined
    ? '–'
    : value
        .toFixed(2)
        .replace(/^-(?=0\.00$)/, '')
        .replace('-', '−');
}
