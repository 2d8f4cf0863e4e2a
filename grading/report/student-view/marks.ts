/** A verdict and a place in a file, as all pages and reports show them. */
import type { SourceLocation, Verdict } from '../../result/index.js';
import { legibleLine } from '../text/index.js';

/** Symbols and words, so that nothing is told by colour alone. */
export const verdictMarks: Readonly<Record<Verdict, { symbol: string; word: string }>> = {
  pass: { symbol: '✓', word: 'Passed' },
  fail: { symbol: '✗', word: 'Failed' },
  error: { symbol: '!', word: 'Grader error' },
  skipped: { symbol: '–', word: 'Not run' },
};

/** `emulate.ts:48:12`, as editors open it. */
export function placeOf({ file, line, column }: SourceLocation): string {
  return `${legibleLine(file)}:${line}${column === undefined ? '' : `:${column}`}`;
}
