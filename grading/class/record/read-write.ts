/** Reads and writes `class.json`. A reader finds the old file or the new one, never half of one. */
import { closeSync, fsyncSync, openSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSchema, requireKnownVersion, SchemaError } from '../../result/index.js';
import classSchema from '../../schemas/class.schema.json';
import type { ClassRecord } from './class-record.js';
import { classRules } from './rules.js';

export const CLASS_FILE = 'class.json';

const schema = createSchema<ClassRecord>(classSchema, classRules);

/** The class whose results lie in `folder`. @throws SchemaError where there is none, or a newer one than this program knows. */
export function readClass(folder: string): ClassRecord {
  const file = join(folder, CLASS_FILE);
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const how =
      code === 'ENOENT'
        ? 'is not there: give the folder of --out of hyperlab class'
        : `cannot be read (${code})`;
    throw new SchemaError(file, [how]);
  }
  return parseClass(text, file);
}

export function parseClass(text: string, file = CLASS_FILE): ClassRecord {
  requireKnownVersion(text, 1, file);
  return schema.parse(text, file);
}

/** Writes `record` into `folder`, checked first: what its own schema refuses is a failure of ours, and nothing is written. */
export function writeClass(folder: string, record: ClassRecord): void {
  const text = `${JSON.stringify(record, null, 2)}\n`;
  try {
    parseClass(text);
  } catch (error) {
    throw new Error(`the record of the class breaks its schema: ${(error as Error).message.split('\n')[0]}`);
  }
  const fresh = join(folder, `.${CLASS_FILE}-${process.pid}`);
  try {
    writeDurably(fresh, text);
    renameSync(fresh, join(folder, CLASS_FILE));
  } finally {
    rmSync(fresh, { force: true });
  }
}

function writeDurably(file: string, text: string): void {
  const opened = openSync(file, 'w');
  try {
    writeFileSync(opened, text);
    fsyncSync(opened);
  } finally {
    closeSync(opened);
  }
}
