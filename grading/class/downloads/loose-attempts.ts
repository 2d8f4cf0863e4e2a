/**
 * Files of code that one student handed in without an archive: `ada_1_2_emulate.ts`, `ada_1_3_shadow.ts`, and `ada_1_4_emulate-1.ts` when the
 * first was handed in again. An attempt is a version of each file; the last one has the latest of all.
 */
import type { HandedIn } from './handed-in.js';
import type { Named } from './named.js';

export function looseAttempts(files: readonly Named[]): HandedIn[] {
  const stems = [...new Set(files.map(({ stem }) => stem))].sort();
  const versions = stems.map((stem) =>
    files.filter((file) => file.stem === stem).sort((a, b) => a.counter - b.counter || a.turn - b.turn),
  );
  const attempts = Math.max(...versions.map(({ length }) => length));
  return Array.from({ length: attempts }, (_, index) =>
    // A file of which there are fewer versions was there before the others were handed in again.
    attemptOf(versions.map((all) => all[Math.max(0, index - (attempts - all.length))]!)),
  );
}

function attemptOf(files: readonly Named[]): HandedIn {
  const [{ entry, person }] = files as [Named];
  return {
    person,
    source: entry.source,
    path: entry.path,
    files: files.map((file) => ({ name: file.stem, path: file.entry.path })),
    ...(files.some(({ markedLate }) => markedLate) && { markedLate: true as const }),
  };
}
