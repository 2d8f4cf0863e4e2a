/** An entry of a download whose name tells whose it is. */
import type { ClassEntry } from './class-folder.js';
import type { Person } from './handed-in.js';

export interface Named {
  readonly entry: ClassEntry;
  readonly person: Person;
  /** The file's own name without its counter, and the counter. */
  readonly stem: string;
  readonly counter: number;
  /** A number of the platform's that grows from file to file; 0 where there is none. */
  readonly turn: number;
  readonly markedLate?: true;
}
