/**
 * Moodle's download: a folder for each student, `Ada Lovelace_12345_assignsubmission_file/`, or all files side by side with that prefix:
 * `Ada Lovelace_12345_assignsubmission_file_lab.zip`. The number is the participant's. Moodle does not say when it came.
 */
import type { ClassEntry } from './class-folder.js';
import type { Named } from './named.js';
import { splitCounter } from './resubmissions.js';

const SHAPE = /^(.+)_(\d+)_assignsubmission_(file|onlinetext)_?(.*)$/i;

export function readMoodleName(entry: ClassEntry): Named | undefined {
  const [, name, id, , rest = ''] = SHAPE.exec(entry.name) ?? [];
  if (name === undefined || id === undefined) {
    return undefined;
  }
  return {
    entry,
    person: { name: name.trim() || name, ids: { moodle: id }, maybe: [] },
    ...splitCounter(rest),
    turn: 0,
  };
}
