/** What a handout is: its files, and the record of them that goes into it. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createSchema } from '../result/index.js';
import handoutSchema from '../schemas/handout.schema.json';

export interface Handout {
  /** By their paths in the handout, with `/`. */
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly exercises: readonly string[];
  readonly engine: string;
  readonly suite: string;
  /** Files of `grading/suites` of which a part is in the sealed rigs, for the instructor to know. */
  readonly suiteFiles: readonly string[];
}

/** `dist/handout.json`: what was handed out, so that the next handout knows what is a student's. */
export interface HandoutRecord {
  readonly version: 1;
  readonly engine: string;
  readonly suite: string;
  readonly exercises: readonly string[];
  /** SHA-256 by path, in hexadecimal. */
  readonly files: Readonly<Record<string, string>>;
}

/** Where the record lies in the handout. */
export const RECORD = 'dist/handout.json';
const records = createSchema<HandoutRecord>(handoutSchema, () => []);

export function recordOf({ engine, suite, exercises, files }: Handout): HandoutRecord {
  const digests = [...files].map(([path, content]) => [path, digest(content)] as const).sort();
  return { version: 1, engine, suite, exercises, files: Object.fromEntries(digests) };
}

/** The record of the handout that lies in `folder`; undefined where there is none. @throws SchemaError */
export function readRecord(folder: string): HandoutRecord | undefined {
  const file = join(folder, RECORD);
  return existsSync(file) ? records.parse(readFileSync(file, 'utf8'), file) : undefined;
}

export const digest = (content: Uint8Array): string => createHash('sha256').update(content).digest('hex');
