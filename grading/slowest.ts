/** A reporter for Jest, for `npm run test:times`: the slowest files and tests of a run, at its end. */
import { relative } from 'node:path';

/** What Jest says of one file; times are in milliseconds. */
export interface FileTimes {
  readonly testFilePath: string;
  readonly perfStats: { readonly start: number; readonly end: number };
  readonly testResults: readonly { readonly fullName: string; readonly duration?: number | null }[];
}

const FILES = 20;
const TESTS = 20;

export default class SlowestReporter {
  onRunComplete(_contexts: unknown, { testResults }: { readonly testResults: readonly FileTimes[] }): void {
    process.stdout.write(slowest(testResults, process.cwd()));
  }
}

/** The report as text; files are named as seen from the folder `from`. */
export function slowest(files: readonly FileTimes[], from: string): string {
  const byFile = files.map((file) => ({ file, seconds: secondsOf(file) })).sort(slowestFirst);
  const byTest = files
    .flatMap((file) =>
      file.testResults.map(({ fullName, duration }) => ({ file, fullName, seconds: (duration ?? 0) / 1000 })),
    )
    .sort(slowestFirst);
  const name = ({ testFilePath }: FileTimes) => relative(from, testFilePath);
  const sum = byFile.reduce((total, { seconds }) => total + seconds, 0);
  return [
    '',
    `${files.length} files took ${sum.toFixed(1)} s, one beside the other. The slowest of them:`,
    ...byFile.slice(0, FILES).map(({ file, seconds }) => `${column(seconds)}  ${name(file)}`),
    '',
    'The slowest tests:',
    ...byTest
      .slice(0, TESTS)
      .map(({ file, fullName, seconds }) => `${column(seconds)}  ${name(file)}: ${fullName}`),
    '',
  ].join('\n');
}

const secondsOf = ({ perfStats: { start, end } }: FileTimes): number => (end - start) / 1000;
const slowestFirst = (a: { seconds: number }, b: { seconds: number }): number => b.seconds - a.seconds;
const column = (seconds: number): string => `${seconds.toFixed(1).padStart(7)} s`;
