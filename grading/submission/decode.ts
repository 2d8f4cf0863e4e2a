/** The text of a part, in whichever encoding an editor saved it. `check` and `grade` read parts with this and nothing else. */
import { legibleName, SubmissionError } from './files/index.js';

export interface Decoded {
  readonly text: string;
  /** What the student should know of how it was read. */
  readonly note?: string;
}

/**
 * UTF-8; UTF-16 where the file begins with a byte order mark; else Windows-1252, in which every text in Latin-1 is right.
 * Throws SubmissionError for what is no text.
 */
export function decode(bytes: Uint8Array, path: string): Decoded {
  const decoded = tryUnicode(bytes) ?? {
    text: new TextDecoder('windows-1252').decode(bytes),
    note: `${legibleName(path)} is not UTF-8 and was read as Windows-1252: save it as UTF-8 in your editor`,
  };
  if (decoded.text.includes('\0')) {
    throw new SubmissionError(`${legibleName(path)} is no text: save it as UTF-8 in your editor`);
  }
  return decoded;
}

function tryUnicode(bytes: Uint8Array): Decoded | undefined {
  try {
    return { text: new TextDecoder(unicodeOf(bytes), { fatal: true }).decode(bytes) }; // drops a byte order mark
  } catch {
    return undefined;
  }
}

function unicodeOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) {
    return 'utf-16le';
  }
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}
