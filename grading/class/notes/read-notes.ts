/** Reads the notes file, YAML or CSV by the ending of its name. */
import { readFileSync } from 'node:fs';
import { SchemaError } from '../../result/index.js';
import { decode } from '../../submission/index.js';
import type { NotesFile } from './class-notes.js';
import { parseCsvNotes } from './read-csv.js';
import { parseYamlNotes } from './read-yaml.js';

/** @throws SchemaError with file and line for all that is wrong in it. */
export function readNotes(file: string): NotesFile {
  let text: string;
  try {
    text = decode(readFileSync(file), file).text;
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    const how =
      code === 'ENOENT'
        ? 'is not there: give the notes file of this class with --notes'
        : code === undefined
          ? message
          : `cannot be read (${code})`;
    throw new SchemaError(file, [how]);
  }
  if (/\.ya?ml$/i.test(file)) {
    return parseYamlNotes(text, file);
  }
  if (/\.csv$/i.test(file)) {
    return parseCsvNotes(text, file);
  }
  throw new SchemaError(file, ['is neither YAML nor CSV by its name: call it .yml or .csv']);
}
