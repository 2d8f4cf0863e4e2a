/** What a part prints in one call: kept, up to a bound, for the check that ran. */
import { writeValue } from '../both-sides/index.js';

const MAX_CHARACTERS = 8 * 1024;

export interface PartConsole {
  /** One line, of the values that the part handed to a method of its `console`. */
  print(...values: unknown[]): void;
  /** Everything printed so far; says so where the rest was dropped. */
  text(): string;
}

export function createPartConsole(): PartConsole {
  let kept = '';
  let dropped = 0;
  const print = (...values: unknown[]): void => {
    if (kept.length >= MAX_CHARACTERS) {
      dropped++;
      return;
    }
    const line =
      values.map((value) => (typeof value === 'string' ? value : writeValue(value))).join(' ') + '\n';
    kept += line.slice(0, MAX_CHARACTERS - kept.length);
    if (kept.length >= MAX_CHARACTERS) {
      dropped++;
    }
  };
  return {
    print,
    text: () =>
      dropped === 0
        ? kept
        : `${kept}\n… and ${dropped} more: only the first ${MAX_CHARACTERS} characters are kept\n`,
  };
}
