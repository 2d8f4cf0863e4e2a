/** Comma-separated values (RFC 4180), as spreadsheets and platforms write and read them. Faults are told with file and line. */
import { CsvError, parse } from 'csv-parse/sync';
import { SchemaError } from '../result/index.js';

export interface CsvRow {
  /** The line of the file on which the row begins, from 1. */
  readonly line: number;
  readonly cells: readonly string[];
}

/** All rows but empty ones, each with as many cells as the first. @throws SchemaError with file and line */
export function readCsv(text: string, file: string): CsvRow[] {
  const { delimiter, body } = delimited(text.replace(/^\uFEFF/, ''));
  let ended = 0; // the line on which the last good row ended
  try {
    const read = parse(body, {
      delimiter,
      record_delimiter: ['\r\n', '\n', '\r'], // also where a file has several kinds
      trim: true,
      skip_empty_lines: true,
      skip_records_with_empty_values: true,
      info: true,
      raw: true,
      on_record: (record, { lines }) => {
        ended = lines;
        return record;
      },
    }) as unknown as { info: { lines: number }; record: string[]; raw: string }[];
    return read.map(({ info, record, raw }) => ({ line: info.lines - breaksIn(raw.trim()), cells: record }));
  } catch (error) {
    if (!(error instanceof CsvError)) {
      throw error;
    }
    throw new SchemaError(file, [`line ${lineAfter(body, ended)}: ${told(error)}`]);
  }
}

export function writeCsv(rows: readonly (readonly (string | number)[])[]): string {
  return rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('');
}

/** Excel writes semicolons where commas are decimal, tabs into Unicode text, and takes `sep=;` on a line of its own. */
function delimited(text: string): { delimiter: string; body: string } {
  const [, named] = /^sep=(.)\r?(?:\n|$)/i.exec(text) ?? [];
  if (named !== undefined) {
    return { delimiter: named, body: text.slice('sep=;'.length) };
  }
  const first = text.split(/\r\n|\n|\r/).find((line) => line.trim() !== '') ?? '';
  const count = (mark: string): number => first.replace(/"[^"]*"/g, '').split(mark).length;
  const delimiter = [',', ';', '\t'].reduce((best, mark) => (count(mark) > count(best) ? mark : best));
  return { delimiter, body: text };
}

const breaksIn = (text: string): number => text.split(/\r\n|\n|\r/).length - 1;

/** Where the row begins that could not be read: the next line with something on it. */
function lineAfter(text: string, ended: number): number {
  const lines = text.split(/\r\n|\n|\r/);
  const next = lines.findIndex((line, index) => index >= ended && line.trim() !== '');
  return (next < 0 ? lines.length - 1 : next) + 1;
}

function told({ code, message }: CsvError): string {
  switch (String(code)) {
    case 'CSV_QUOTE_NOT_CLOSED':
      return 'a quote opens here and never closes: close it, or write it twice where it is part of a text';
    case 'CSV_INVALID_CLOSING_QUOTE':
    case 'INVALID_OPENING_QUOTE':
      return 'a quote stands inside of a cell: write it twice, and put the whole cell into quotes';
    case 'CSV_RECORD_INCONSISTENT_FIELDS_LENGTH': {
      const [, expected, got] = /expect (\d+), got (\d+)/.exec(message) ?? [];
      return `the row has ${got} cells, and the first row has ${expected}: mend it (a text with a comma in it goes into quotes)`;
    }
    default:
      return `${message.replace(/\s+/g, ' ')}: mend the row`;
  }
}

/** As spreadsheets of Latin and of East Asian languages write them. */
const FORMULA = /(^|[;\t])([=+\-@\t\r\n\uff1d\uff0b\uff0d\uff20])/g;
/** An id may have a sign: it is no formula, and a platform must find it as it is. */
const NUMBER = /^[+-]?\d+([.,]\d+)?$/;

function cellOf(value: string | number): string {
  // A spreadsheet would run a text that begins like a formula, also after a mark at which one in another language begins a cell.
  const safe = (text: string): string => text.replace(FORMULA, "$1'$2");
  const text = typeof value === 'number' || NUMBER.test(value) ? String(value) : safe(value);
  return /[",;\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
