/** One mutant: a reference part with one small mistake in it, and the words by which people and `mutants.yml` name it. */
import type { Change } from './operators/index.js';

export interface Mutant extends Place {
  readonly operator: string;
  /** The names of the functions and constants around the change, outermost first. */
  readonly within: readonly string[];
  /** The whole part. */
  readonly text: string;
}

interface Place {
  /** From 1. */
  readonly line: number;
  /** The reference's line, without the spaces around it. Of several lines the first, and `…`. */
  readonly was: string;
  /** What stands there in the mutant. */
  readonly becomes: string;
}

export function lineOf(text: string, { start, end, text: replacement }: Change): Place {
  const from = text.lastIndexOf('\n', start - 1) + 1;
  const next = text.indexOf('\n', end);
  const to = next < 0 ? text.length : next;
  return {
    line: text.slice(0, start).split('\n').length,
    was: inOneLine(text.slice(from, to)),
    becomes: inOneLine(text.slice(from, start) + replacement + text.slice(end, to)),
  };
}

/** Where one line differs from the other only later on, more of it is told. */
const MOST = 160;

function inOneLine(lines: string): string {
  const line = lines.trim().replace(/\s+/g, ' ');
  return line.length <= MOST ? line : `${line.slice(0, MOST)} …`;
}
