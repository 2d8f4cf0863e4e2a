/** Where a check stands in its file. Editors show its verdict there, and take two tests on one line for one. */

/** Both count from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** Undefined where the text has no such check. */
export function placeOfCheck(text: string, title: string): Place | undefined {
  const calls = [...text.matchAll(/\bcheck\(\s*(?='(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`)/g)];
  const call = calls.find(({ index, 0: { length } }) => quotedAt(text, index + length) === title);
  if (call === undefined) {
    return undefined;
  }
  const before = text.slice(0, call.index).split('\n');
  return { line: before.length, column: before.at(-1)!.length + 1 };
}

/** What stands in quotes from `start` on. */
function quotedAt(text: string, start: number): string {
  const quote = text[start];
  let quoted = '';
  for (let i = start + 1; i < text.length && text[i] !== quote; i++) {
    if (text[i] === '\\') {
      i += 1;
    }
    quoted += text[i];
  }
  return quoted;
}
