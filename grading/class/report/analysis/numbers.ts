/** The few statistics that the report needs. Undefined where a number would say nothing. */

export function mean(values: readonly number[]): number | undefined {
  return values.length === 0 ? undefined : values.reduce((sum, value) => sum + value, 0) / values.length;
}

/** Of any order; between the two in the middle where there are two. */
export function median(values: readonly number[]): number | undefined {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return mean(sorted.slice(Math.ceil(middle) - 1, Math.floor(middle) + 1));
}

/** Pearson's correlation; undefined where one side is the same for all. */
export function correlation(pairs: readonly (readonly [number, number])[]): number | undefined {
  const [meanX = 0, meanY = 0] = [mean(pairs.map(([x]) => x)), mean(pairs.map(([, y]) => y))];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [x, y] of pairs) {
    xy += (x - meanX) * (y - meanY);
    xx += (x - meanX) ** 2;
    yy += (y - meanY) ** 2;
  }
  // Rounding may leave a trace of a spread where there is none.
  return xx < 1e-9 || yy < 1e-9 ? undefined : xy / Math.sqrt(xx * yy);
}

/**
 * Which of `groups` equal parts of the class each value falls into, the least values into 0. Equal values share a part, so parts may
 * differ in size: nobody is put below somebody else of the same score.
 */
export function rankGroups(values: readonly number[], groups: number): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const group = new Map<number, number>();
  for (let start = 0; start < sorted.length;) {
    const value = sorted[start]!;
    let end = start;
    while (end < sorted.length && sorted[end] === value) {
      end++;
    }
    const middle = (start + end) / 2 / sorted.length;
    group.set(value, Math.min(groups - 1, Math.floor(middle * groups)));
    start = end;
  }
  return values.map((value) => group.get(value)!);
}
