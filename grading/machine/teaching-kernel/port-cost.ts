/**
 * What a port of the kernel costs, counted as Table 2 of Barham et al. 2003 counts: "lines of reasonably commented and formatted code which
 * are modified or added". So a line with a comment counts, on both sides of the fraction; the numbers without comments and blanks
 * stand beside. A line that is only removed counts nowhere, as there.
 */
export type Row = 'architecture-independent' | 'drivers' | 'VMM-specific';

/** Lines of one kind of files. `code`: without those that hold a comment alone, and without blank ones. */
export interface Lines {
  readonly all: number;
  readonly code: number;
}

export interface PortCost {
  readonly kernel: Lines;
  readonly changed: Readonly<Record<Row, Lines>>;
  /** Lines that the port only takes away. */
  readonly removed: number;
}

/** `sources`: the text of each file of the kernel by its path; `patch`: the port, as `diff -u` makes it. */
export function portCost(sources: ReadonlyMap<string, string>, patch: string): PortCost {
  const changed: Record<Row, { all: number; code: number }> = {
    'architecture-independent': { all: 0, code: 0 },
    drivers: { all: 0, code: 0 },
    'VMM-specific': { all: 0, code: 0 },
  };
  let removed = 0;
  for (const { row, lines } of hunks(patch)) {
    const added = lines.filter((line) => line.startsWith('+')).map((line) => line.slice(1));
    const count = countLines(added);
    changed[row].all += count.all;
    changed[row].code += count.code;
    removed += Math.max(lines.filter((line) => line.startsWith('-')).length - added.length, 0);
  }
  const all = [...sources.values()].map((text) => countLines(text.trimEnd().split('\n')));
  return { kernel: sum(all), changed, removed };
}

export const sum = (lines: readonly Lines[]): Lines => ({
  all: lines.reduce((total, { all }) => total + all, 0),
  code: lines.reduce((total, { code }) => total + code, 0),
});

/** Which row of the table a file of the kernel belongs to. */
export function rowOf(path: string): Row {
  const [folder] = path.split('/');
  return folder === 'arch' ? 'VMM-specific' : folder === 'drivers' ? 'drivers' : 'architecture-independent';
}

/** Comments of one line are the only ones in this kernel: `//` in C, `#` in assembly. */
function countLines(lines: readonly string[]): Lines {
  const code = lines.filter(
    (line) => !/^\s*(\/\/.*|#(?!\s*(define|include|ifndef|ifdef|endif|pragma|if|else)\b).*)?$/.test(line),
  );
  return { all: lines.length, code: code.length };
}

/** The changed places of a patch, each with its lines and the row of its file. */
function hunks(patch: string): { row: Row; lines: string[] }[] {
  const found: { row: Row; lines: string[] }[] = [];
  let file: string | undefined;
  let left = { old: 0, new: 0 };
  for (const line of patch.split('\n')) {
    if (left.old > 0 || left.new > 0) {
      const [mark] = line;
      left = { old: left.old - (mark === '+' ? 0 : 1), new: left.new - (mark === '-' ? 0 : 1) };
      found.at(-1)!.lines.push(line);
      continue;
    }
    const name = /^\+\+\+ b\/(\S+)/.exec(line)?.[1];
    const [, oldLines, newLines] = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/.exec(line) ?? [];
    if (name !== undefined) {
      file = name;
    } else if (line.startsWith('@@')) {
      if (file === undefined || !/^@@ -\d+(,\d+)? \+\d+(,\d+)? @@/.test(line)) {
        throw new RangeError(`'${line}' is no place in a patch`);
      }
      left = { old: Number(oldLines ?? 1), new: Number(newLines ?? 1) };
      found.push({ row: rowOf(file), lines: [] });
    }
  }
  return found;
}
