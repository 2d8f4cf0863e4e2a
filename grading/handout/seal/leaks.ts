/**
 * Looks for text of withheld files in what is handed out. White space does not count, since a minified file has none; a piece that
 * also stands in a text that students may read is no leak, nor is the path of a file that is handed out.
 */

/** A file of which nothing may be handed out. */
export interface Withheld {
  readonly file: string;
  readonly pieces: readonly string[];
}

export interface Leak {
  readonly file: string;
  readonly piece: string;
  /** Where it was found. */
  readonly found: string;
}

/** Shorter ones are the words that any two programs share. */
export const SHORTEST = 32;

export function findLeaks(
  handedOut: ReadonlyMap<string, string>,
  withheld: readonly Withheld[],
  open: readonly string[],
): Leak[] {
  const openText = [...open, ...handedOut.keys()].map(dense).join('\n');
  const byStart = new Map<string, { file: string; piece: string; text: string }[]>();
  for (const { file, pieces } of withheld) {
    for (const piece of pieces) {
      const text = dense(piece);
      if (text.length >= SHORTEST && !openText.includes(text)) {
        const start = text.slice(0, SHORTEST);
        byStart.set(start, [...(byStart.get(start) ?? []), { file, piece, text }]);
      }
    }
  }
  const leaks: Leak[] = [];
  for (const [found, content] of handedOut) {
    const text = dense(content);
    for (let at = 0; at + SHORTEST <= text.length; at++) {
      for (const each of byStart.get(text.substring(at, at + SHORTEST)) ?? []) {
        if (text.startsWith(each.text, at)) {
          leaks.push({ file: each.file, piece: each.piece, found });
        }
      }
    }
  }
  return leaks;
}

const dense = (text: string): string => text.replace(/\s+/g, '');
