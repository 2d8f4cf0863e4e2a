/** Comma-separated values (RFC 4180), as spreadsheets and learning platforms write and read them. */
import { ExportError } from './export-error.js';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** All rows but empty ones. @throws ExportError with file and line where a quote does not end */
export function parseCsv(text: string, file: string): CsvRow[] {
  const rows: CsvRow[] = [];
  const cell = /"((?:[^"]|"")*)"|([^",\r\n]*)/y;
  const source = text.replace(/^\uFEFF/, '');
  let [line, cells, at] = [1, [] as string[], 0];
  while (at < source.length) {
    const start = line;
    cells = [];
    for (;;) {
      cell.lastIndex = at;
      const [found = '', quoted, plain = ''] = cell.exec(source) ?? [];
      at += found.length;
      line += found.split('\n').length - 1;
      cells.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
      if (source[at] !== ',') {
        break;
      }
      at += 1;
    }
    const end = /\r\n|\r|\n|$/y;
    end.lastIndex = at;
    const ended = end.exec(source);
    if (ended === null) {
      throw new ExportError(
        `${file}:${start}: a quote stands inside of a cell, or does not end; write it twice, or end it`,
      );
    }
    at += ended[0].length;
    line += 1;
    if (cells.some((each) => each.trim() !== '')) {
      rows.push({ line: start, cells });
    }
  }
  return rows;
}

export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

function cellOf(value: string | number): string {
  // A spreadsheet would run a text that begins like a formula.
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
