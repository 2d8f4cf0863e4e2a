/**
 * Where two texts differ, to be marked in both: lines that both begin and end with are the same, and where as many lines
 * are left on both sides, each pair is compared by characters. A full diff would find more; this is enough to see it.
 */

export interface Line {
  readonly differs: boolean;
  /** The line is these three in a row; `changed` is what the other side does not have. */
  readonly before: string;
  readonly changed: string;
  readonly after: string;
}

export interface Difference {
  readonly expected: readonly Line[];
  readonly actual: readonly Line[];
}

export function difference(expectedText: string, actualText: string): Difference {
  const [expected, actual] = [expectedText.split('\n'), actualText.split('\n')];
  const { prefix, suffix } = commonEnds(expected, actual);
  const left = expected.slice(prefix, expected.length - suffix);
  const right = actual.slice(prefix, actual.length - suffix);
  const pairwise = left.length === right.length;
  const assemble = (lines: readonly string[], own: readonly string[], other: readonly string[]): Line[] => [
    ...lines.slice(0, prefix).map(sameLine),
    ...own.map((line, index) => (pairwise ? compareLine(line, other[index] ?? '') : changedLine(line))),
    ...lines.slice(lines.length - suffix).map(sameLine),
  ];
  return { expected: assemble(expected, left, right), actual: assemble(actual, right, left) };
}

/** A text with nothing to compare it with. */
export function plainLines(text: string): Line[] {
  return text.split('\n').map(sameLine);
}

const sameLine = (before: string): Line => ({ differs: false, before, changed: '', after: '' });
const changedLine = (changed: string): Line => ({ differs: true, before: '', changed, after: '' });

function compareLine(line: string, other: string): Line {
  if (line === other) {
    return sameLine(line);
  }
  const characters = Array.from(line); // whole characters, not halves of surrogate pairs
  const { prefix, suffix } = commonEnds(characters, Array.from(other));
  const end = characters.length - suffix;
  return {
    differs: true,
    before: characters.slice(0, prefix).join(''),
    changed: characters.slice(prefix, end).join(''),
    after: characters.slice(end).join(''),
  };
}

/** How many items two lists share at the start, and of the rest at the end. */
function commonEnds(a: readonly string[], b: readonly string[]): { prefix: number; suffix: number } {
  const shorter = Math.min(a.length, b.length);
  let prefix = 0;
  while (prefix < shorter && a[prefix] === b[prefix]) {
    prefix++;
  }
  let suffix = 0;
  while (suffix < shorter - prefix && a[a.length - 1 - suffix] === b[b.length - 1 - suffix]) {
    suffix++;
  }
  return { prefix, suffix };
}
