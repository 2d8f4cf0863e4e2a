/** The text of a file that an instructor wrote, in whichever encoding a spreadsheet or an editor saved it. */
import { readFileSync } from 'node:fs';
import { SchemaError } from '../result/index.js';
import { decode, SubmissionError } from '../submission/index.js';

/** `missing`: what is told where there is no such file. @throws SchemaError in one line */
export function readTextFile(file: string, missing = 'does not exist: check the path'): string {
  try {
    return decode(readFileSync(file), file).text;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (error instanceof SubmissionError) {
      throw new SchemaError(file, ['is no text: save it as CSV in UTF-8']);
    }
    if (code === undefined) {
      throw error;
    }
    throw new SchemaError(file, [code === 'ENOENT' ? missing : `cannot be read (${code}): check the path`]);
  }
}
