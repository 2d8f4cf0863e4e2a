/**
 * How many lines of a text are others than those of the original: changed or added, as the paper counts. A longest common subsequence
 * decides which lines are the same. Lines that were taken away do not count.
 */
export interface Changed {
  readonly lines: number;
  readonly of: number;
  /** The lines, as `12: text`. */
  readonly shown: readonly string[];
}

export function changedLines(original: readonly string[], text: readonly string[]): Changed {
  const [before, after] = [original, text].map((lines) => lines.map((line) => line.trimEnd())) as [
    string[],
    string[],
  ];
  const numbers = new Map<string, number>(); // every line of one is compared with every line of the other
  const numberOf = (line: string) => {
    const number = numbers.get(line) ?? numbers.size;
    numbers.set(line, number);
    return number;
  };
  const kept = keptLines(before.map(numberOf), after.map(numberOf));
  const shown = after.flatMap((line, i) => (kept.has(i) ? [] : [`${i + 1}: ${line.trim()}`]));
  return { lines: shown.length, of: before.length, shown };
}

/** Which lines of `after` stand, in this order, in `before`. Equal lines have equal numbers. */
function keptLines(before: readonly number[], after: readonly number[]): Set<number> {
  // longest[i][j]: of before from i on and after from j on
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    const line = before[i];
    const here = longest[i]!;
    const next = longest[i + 1]!;
    for (let j = after.length - 1; j >= 0; j--) {
      here[j] = line === after[j] ? next[j + 1]! + 1 : Math.max(next[j]!, here[j + 1]!);
    }
  }
  const kept = new Set<number>();
  for (let i = 0, j = 0; i < before.length && j < after.length;) {
    if (before[i] === after[j]) {
      kept.add(j);
      i++;
      j++;
    } else if (longest[i + 1]![j]! >= longest[i]![j + 1]!) {
      i++;
    } else {
      j++;
    }
  }
  return kept;
}
