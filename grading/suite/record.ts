/** What a check writes down about itself, for the engine to join with what Jest says. */
import { appendFileSync, readFileSync } from 'node:fs';
import type { SourceLocation, Verdict } from '../result/index.js';

export interface CheckRecord {
  readonly exercise: string;
  readonly title: string;
  readonly verdict: Verdict;
  /** One or a few sentences for the student; empty for a pass. */
  readonly message: string;
  readonly expected?: string;
  readonly actual?: string;
  /** VM exits by name, where a guest ran. */
  readonly exits?: Readonly<Record<string, number>>;
  /** What the part printed while this check ran. */
  readonly console?: string;
  readonly location?: SourceLocation;
}

export function appendRecord(file: string, record: CheckRecord): void {
  appendFileSync(file, JSON.stringify(record) + '\n');
}

export function readRecords(file: string): CheckRecord[] {
  const lines = readFileSync(file, 'utf8').split('\n');
  return lines.filter((line) => line !== '').map((line) => JSON.parse(line) as CheckRecord);
}
