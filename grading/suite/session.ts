/**
 * A grading session: what one run of the suites works on. The engine writes it to a file before Jest starts and names the
 * file in the environment, since each test file runs in a world of its own.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import type { Diagnostic } from '../result/index.js';
import type { Sandbox } from '../sandbox/command.js';

export const SESSION_VARIABLE = 'HYPERLAB_SESSION';

export interface Session {
  readonly seed: number;
  readonly sandbox: Sandbox;
  /** Folder of the rig bundles, `<exercise id>.js`. */
  readonly rigs: string;
  /** File to which every check's record is added, one line of JSON each. */
  readonly records: string;
  /** By exercise id. */
  readonly parts: Readonly<Record<string, SessionPart>>;
}

/** A part as the compiler left it: a script with its source map, or the reasons why there is none. */
export type SessionPart =
  | {
      readonly ok: true;
      readonly file: string;
      readonly exportName: string;
      readonly script: string;
      readonly map: string;
    }
  | { readonly ok: false; readonly file: string; readonly errors: readonly Diagnostic[] };

export function writeSession(file: string, session: Session): void {
  writeFileSync(file, JSON.stringify(session));
}

export function readSession(file: string): Session {
  return JSON.parse(readFileSync(file, 'utf8')) as Session;
}
