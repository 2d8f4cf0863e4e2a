/** What a check writes down about itself, for the engine to join with what Jest says. */
import type { SourceLocation, Verdict } from '../result/index.js';

export interface CheckRecord {
  /** The check's id in the manifest. */
  readonly check: string;
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
