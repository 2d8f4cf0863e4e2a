/**
 * Canvas' download: `lovelaceada_LATE_12345_67890_lab-1.zip`: the student's name, a mark where it is late, the student's id, the file's
 * id, and the file's name with a counter where it was handed in again.
 */
import type { ClassEntry } from './class-folder.js';
import type { Named } from './named.js';
import { splitCounter } from './resubmissions.js';

const SHAPE = /^(.+?)(_LATE)?_(\d+)_(\d+)_(.+)$/i;

export function readCanvasName(entry: ClassEntry): Named | undefined {
  const [, name, late, id, file, rest] = SHAPE.exec(entry.name) ?? [];
  if (name === undefined || id === undefined || rest === undefined) {
    return undefined;
  }
  const words = name.replaceAll('_', ' ').trim() || name;
  return {
    entry,
    person: { name: words, ids: { canvas: id }, maybe: [] },
    ...splitCounter(rest),
    turn: Number(file),
    ...(late === undefined ? {} : { markedLate: true }),
  };
}
