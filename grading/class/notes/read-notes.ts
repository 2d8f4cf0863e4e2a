/** Reads the notes file, YAML or CSV by the ending of its name. */
import { SchemaError } from '../../result/index.js';
import { readTextFile } from '../../roster/index.js';
import type { NotesFile } from './class-notes.js';
import { parseCsvNotes } from './read-csv.js';
import { parseYamlNotes } from './read-yaml.js';

/** @throws SchemaError with file and line for all that is wrong in it. */
export function readNotes(file: string): NotesFile {
  const text = readTextFile(file, 'is not there: give the notes file of this class with --notes');
  if (/\.ya?ml$/i.test(file)) {
    return parseYamlNotes(text, file);
  }
  if (/\.csv$/i.test(file)) {
    return parseCsvNotes(text, file);
  }
  throw new SchemaError(file, ['is neither YAML nor CSV by its name: call it .yml or .csv']);
}
