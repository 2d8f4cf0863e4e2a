/** What a download says: who handed in what, and when. Whose it is in the roster, and which of them counts, others decide. */

import type { LooseFile } from '../../submission/index.js';

/** A person as a platform, or the name of a folder, tells it. */
export interface Person {
  /** As people write it, as well as the platform tells it. */
  readonly name: string;
  /** By kind: `canvas`, `moodle`, `gradescope` (the id there), `id` (the student's number), `email`, `github`, `folder`. */
  readonly ids: Readonly<Record<string, string>>;
  /** Words in which an id of the roster may stand, such as the end of a repository's name; the likeliest first. */
  readonly maybe: readonly string[];
}

/** One attempt of one person. */
export interface HandedIn {
  readonly person: Person;
  /** Path in the folder of the class, with forward slashes. */
  readonly source: string;
  readonly path: string;
  /** Parts that were handed in as they are, by the names that they had; `path` and `source` are those of the first. */
  readonly files?: readonly LooseFile[];
  /** ISO 8601 in UTC, where the platform says when. */
  readonly at?: string;
  /** The platform says that it came late. */
  readonly markedLate?: true;
}

/** Something in the download that is nobody's, or that is not as it should be. */
export interface Remark {
  readonly kind: 'passed over' | 'ambiguous' | 'other';
  readonly source: string;
  /** One line. */
  readonly message: string;
}

export interface Download {
  /** The attempts of one person stand in the order in which they came: the last one counts. */
  readonly handedIn: readonly HandedIn[];
  readonly remarks: readonly Remark[];
}
