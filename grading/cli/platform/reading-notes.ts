/** What a student should know of how a submission was read, so that a misnamed file is no riddle: a line each. */
import { basename } from 'node:path';
import { isClutter, legibleName, type Submission } from '../../submission/index.js';

const MOST_NAMES = 8;

export function readingNotes({ notes, passedOver }: Pick<Submission, 'notes' | 'passedOver'>): string[] {
  // What systems and editors leave behind is nobody's work.
  const names = passedOver.filter((path) => !isClutter(basename(path)));
  const shown = names.slice(0, MOST_NAMES).map((path) => legibleName(path));
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : '';
  const left = `Passed over, since no exercise asks for a file of this name: ${shown.join(', ')}${more}.`;
  return [...notes, ...(names.length > 0 ? [left] : [])];
}
