/**
 * Divides the text of a source into statements and removes comments. A statement ends with its line or at a `;`.
 * As in GNU as for RISC-V, `#` starts a comment anywhere, and a block comment may span lines. `//` is accepted as well.
 */
import { fault, type ErrorList, type Place } from './errors.js';

/** One statement. Its text holds no comments, and no space at either end. */
export interface Statement extends Place {
  readonly text: string;
}

/** Characters that begin neither a comment nor a literal, and do not end a statement. */
const PLAIN = /[^\n;#/"']+/y;

/** The statements of `source`. A string or comment that is not closed is added to `errors`. */
export function readStatements(source: string, errors: ErrorList): Statement[] {
  const statements: Statement[] = [];
  let line = 1;
  let text = '';
  let at = 0;

  const place = (): Place => ({ line, inside: '' });
  const endStatement = (): void => {
    const whole = text.trim();
    if (whole !== '') {
      statements.push({ line, inside: '', text: whole });
    }
    text = '';
  };

  while (at < source.length) {
    PLAIN.lastIndex = at;
    const plain = PLAIN.exec(source)?.[0];
    if (plain !== undefined) {
      text += plain;
      at += plain.length;
      continue;
    }
    const rest = source.slice(at, at + 2);
    const char = source.charAt(at);
    if (char === '\n' || char === ';') {
      endStatement();
      if (char === '\n') {
        line += 1;
      }
      at += 1;
    } else if (char === '#' || rest === '//') {
      at = endOfLine(source, at);
    } else if (rest === '/*') {
      const end = source.indexOf('*/', at + 2);
      if (end < 0) {
        errors.add(place(), 'this comment is not closed: expected */');
      }
      const comment = source.slice(at, end < 0 ? source.length : end + 2);
      line += comment.split('\n').length - 1;
      text += ' ';
      at += comment.length;
    } else if (char === '"' || char === "'") {
      const end = char === '"' ? endOfString(source, at) : endOfCharacter(source, at);
      if (end === undefined) {
        errors.add(place(), OPEN_STRING);
      }
      const literal = source.slice(at, end ?? endOfLine(source, at));
      text += literal;
      at += literal.length;
    } else {
      text += char;
      at += 1;
    }
  }
  endStatement();
  return statements;
}

/**
 * Splits operands or arguments at the commas that are outside strings, characters and parentheses.
 * An empty text gives no items. An empty item between two commas is kept: the caller refuses it with a message of its own.
 */
export function splitAtCommas(text: string): string[] {
  if (text.trim() === '') {
    return [];
  }
  if (!/["'()]/.test(text)) {
    return text.split(',').map((item) => item.trim()); // nearly always
  }
  const items: string[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at < text.length; at += 1) {
    const char = text.charAt(at);
    if (char === '"') {
      at = (endOfString(text, at) ?? fault(OPEN_STRING)) - 1;
    } else if (char === "'") {
      at = endOfCharacter(text, at) - 1;
    } else if (char === '(') {
      depth += 1;
    } else if (char === ')') {
      depth -= 1;
    } else if (char === ',' && depth === 0) {
      items.push(text.slice(start, at).trim());
      start = at + 1;
    }
  }
  return [...items, text.slice(start).trim()];
}

const OPEN_STRING = 'this string is not closed: expected " on the same line';

function endOfLine(source: string, from: number): number {
  const end = source.indexOf('\n', from);
  return end < 0 ? source.length : end;
}

/** The index after the string that opens at `from`; undefined when its line ends first. */
function endOfString(source: string, from: number): number | undefined {
  for (let at = from + 1; at < source.length && source.charAt(at) !== '\n'; at += 1) {
    if (source.charAt(at) === '"') {
      return at + 1;
    }
    if (source.charAt(at) === '\\') {
      at += 1;
    }
  }
  return undefined;
}

/** The same for a character: 'a', or 'a without the closing quote, which GNU as accepts too. */
function endOfCharacter(source: string, from: number): number {
  const last = from + (source.charAt(from + 1) === '\\' ? 2 : 1);
  if (last >= source.length || source.charAt(last) === '\n') {
    return Math.min(last, source.length);
  }
  return source.charAt(last + 1) === "'" ? last + 2 : last + 1;
}
