/** In which order the files of one student came, from what their names say. */
import type { Named } from './named.js';

/** `lab-1.zip`, `lab (1).zip` and Canvas' `lab.tar-1.gz` are later versions of `lab.zip` and `lab.tar.gz`. */
const COUNTED = [
  /^(.*?)(?:-| \()(\d+)\)?(\.(?:zip|tgz|tar\.gz|ts))$/i,
  /^(.*?\.tar)(?:-| \()(\d+)\)?(\.gz)$/i,
];

/** The file's name without its counter, and the counter: 0 where there is none. */
export function splitCounter(file: string): { stem: string; counter: number } {
  for (const shape of COUNTED) {
    const [, start, counter, ending] = shape.exec(file) ?? [];
    if (start !== undefined) {
      return { stem: `${start}${ending}`.toLowerCase(), counter: Number(counter) };
    }
  }
  return { stem: file.toLowerCase(), counter: 0 };
}

/**
 * One student's files, the first one first: versions of one file go by their counters, files of different names by the platform's numbers
 * of their last versions, which grow. Where it gives none they go by their names.
 */
export function inTurn(files: readonly Named[]): Named[] {
  const byStem = new Map<string, Named[]>();
  for (const file of files) {
    byStem.set(file.stem, [...(byStem.get(file.stem) ?? []), file]);
  }
  const last = (versions: readonly Named[]): number => Math.max(...versions.map(({ turn }) => turn));
  return [...byStem.values()]
    .sort((a, b) => last(a) - last(b) || (a[0]!.stem < b[0]!.stem ? -1 : 1))
    .flatMap((versions) => versions.sort((a, b) => a.counter - b.counter || a.turn - b.turn));
}
