/** What an instructor says by hand, as it stands in the notes file: before it is known whether the students and checks are there. */
import type { ExtraTime } from '../record/index.js';

export interface NotesFile {
  /** As it is told in messages. */
  readonly file: string;
  /** ISO 8601 in UTC. */
  readonly deadline?: string;
  readonly notes: readonly WrittenNote[];
  readonly points: readonly WrittenPoints[];
  readonly times: readonly WrittenTime[];
}

/** Where it stands: faults are told with it. */
interface Written {
  readonly line: number;
}

interface About extends Written {
  /** `08` or its whole id. */
  readonly exercise?: string;
  readonly check?: string;
}

export interface WrittenNote extends About {
  /** By folder, id, e-mail or name; none: everybody who failed the check. */
  readonly students: readonly string[];
  readonly text: string;
}

export interface WrittenPoints extends About {
  readonly student: string;
  readonly points: number;
  readonly reason: string;
}

export interface WrittenTime extends Written {
  readonly student: string;
  readonly lateDays?: number;
  readonly extraTime?: ExtraTime;
}
