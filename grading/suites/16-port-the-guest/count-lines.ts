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
  const kept = keptLines(before, after);
  const shown = after.flatMap((line, i) => (kept.has(i) ? [] : [`${i + 1}: ${line.trim()}`]));
  return { lines: shown.length, of: before.length, shown };
}

/** Which lines of `after` stand, in this order, in `before`. */
function keptLines(before: readonly string[], after: readonly string[]): Set<number> {
  // longest[i][j]: of before from i on and after from j on
  const longest = Array.from({ length: before.length + 1 }, () => new Uint16Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      longest[i]![j] =
        before[i] === after[j]
          ? longest[i + 1]![j + 1]! + 1
          : Math.max(longest[i + 1]![j]!, longest[i]![j + 1]!);
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
