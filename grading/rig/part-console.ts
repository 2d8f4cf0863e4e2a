/** The `console` that a part sees: it keeps what is printed, up to a bound, for the check that ran. */

const MAX_CHARACTERS = 8 * 1024;
const MAX_VALUE_DEPTH = 4;

export interface PartConsole {
  /** What the part finds under the global name `console`. */
  readonly endowment: Readonly<Record<string, (...values: unknown[]) => void>>;
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
    const line = values.map((value) => show(value, 0)).join(' ') + '\n';
    kept += line.slice(0, MAX_CHARACTERS - kept.length);
    if (kept.length >= MAX_CHARACTERS) {
      dropped++;
    }
  };
  return {
    endowment: { log: print, info: print, warn: print, error: print, debug: print },
    text: () =>
      dropped === 0
        ? kept
        : `${kept}\n… and ${dropped} more: only the first ${MAX_CHARACTERS} characters are kept\n`,
  };
}

/** A value as people write it. Reads no more of it than fits; what cannot be read is named, never thrown. */
function show(value: unknown, depth: number): string {
  try {
    if (typeof value === 'string') {
      return depth === 0 ? value : JSON.stringify(value.slice(0, 200));
    }
    if (typeof value === 'bigint') {
      return `${value}n`;
    }
    if (typeof value === 'function') {
      return '[function]';
    }
    if (typeof value !== 'object' || value === null) {
      return String(value);
    }
    if (depth >= MAX_VALUE_DEPTH) {
      return '…';
    }
    if (value instanceof Error) {
      return `${value.name}: ${value.message}`;
    }
    if (Array.isArray(value)) {
      return `[${value
        .slice(0, 50)
        .map((item) => show(item, depth + 1))
        .join(', ')}]`;
    }
    const fields = Object.keys(value).slice(0, 50);
    const shown = fields.map((key) => `${key}: ${show((value as Record<string, unknown>)[key], depth + 1)}`);
    return `{ ${shown.join(', ')} }`;
  } catch {
    return '[unreadable]';
  }
}
