/** A failure that was found and shrunk, as a file: the case, and what QEMU made of it. */
import { base, type Case, type CaseInProgress, caseText, readCaseLine } from '../case/index.js';
import type { Outcome } from '../harness/index.js';
import { outcomeText, readOutcomeLines } from './outcome-text.js';

export interface Regression {
  /** What the reader should know: where it was found, what was wrong. */
  readonly notes: readonly string[];
  readonly test: Case;
  /** QEMU's. */
  readonly answer: Outcome;
}

export function regressionText({ notes, test, answer }: Regression): string {
  return [
    ...notes.map((note) => `# ${note}`),
    caseText(test),
    '',
    '# What QEMU answered: a line for each trap, with what has changed since the one before.',
    outcomeText(test, answer),
    '',
  ].join('\n');
}

/** Throws where a line is wrong, and names it. */
export function readRegression(text: string): Regression {
  const test: CaseInProgress = {
    features: [],
    area: 0,
    csrs: {},
    registers: Array.from({ length: 32 }, () => 0),
    memory: new Map(),
    blocks: [],
  };
  const rest: string[][] = [];
  const lines = text.split('\n');
  lines.forEach((line, index) => {
    const words = line.replace(/#.*/, '').trim().split(/\s+/);
    try {
      if (words[0] !== '' && !readCaseLine(words, test)) {
        rest.push(words);
      }
    } catch (error) {
      throw new Error(`line ${index + 1}: ${(error as Error).message}`);
    }
  });
  const notes = lines.slice(
    0,
    lines.findIndex((line) => !line.startsWith('#')),
  );
  const whole: Case = { ...test, features: featuresOf(test.features) };
  return { notes: notes.map((note) => note.slice(2)), test: whole, answer: readOutcomeLines(rest, whole) };
}

function featuresOf(names: readonly string[]): Case['features'] {
  const known = Object.keys(base);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown !== undefined) {
    throw new Error(`no such feature: ${unknown}`);
  }
  return Object.fromEntries(known.map((name) => [name, names.includes(name)])) as unknown as Case['features'];
}
