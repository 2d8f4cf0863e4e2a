/**
 * Reads strings and characters with the escapes of GNU as: \b \f \n \r \t \\ \" \', octal \ooo, hexadecimal \xhh.
 */
import { encodeUtf8 } from '../../machine/index.js';
import { fault } from './errors.js';

/** The bytes of a string, given with its quotes. Characters outside ASCII become UTF-8. */
export function stringBytes(literal: string): number[] {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(literal)) {
    fault(`expected a string in double quotes, found '${literal}'`);
  }
  const pieces = literal.slice(1, -1).match(/\\(?:x[0-9a-fA-F]+|[0-7]{1,3}|.)|[^\\]+/gs) ?? [];
  return pieces.flatMap((piece) => (piece.startsWith('\\') ? readEscape(piece)[0] : encodeUtf8(piece)));
}

/**
 * The character at the start of `text`, which begins with a quote: its code, and how long its spelling is in `text`.
 * The closing quote may be missing ('a), as in GNU as.
 */
export function readCharacter(text: string): { readonly value: number; readonly length: number } {
  const body = text.slice(1);
  if (body === '') {
    fault("expected a character after '");
  }
  const [value, length] = body.startsWith('\\') ? readEscape(body) : [body.charCodeAt(0), 1];
  if (value > 0x7f && !body.startsWith('\\')) {
    fault(`'${body.charAt(0)}' is no ASCII character; write its code`);
  }
  return { value, length: 1 + length + (body.charAt(length) === "'" ? 1 : 0) };
}

const escapes: Readonly<Record<string, number>> = {
  b: 8,
  f: 12,
  n: 10,
  r: 13,
  t: 9,
  '\\': 0x5c,
  '"': 0x22,
  "'": 0x27,
};

/** The byte that an escape stands for, and the escape's length with its backslash. */
function readEscape(text: string): [value: number, length: number] {
  const octal = /^\\[0-7]{1,3}/.exec(text)?.[0];
  if (octal !== undefined) {
    return [parseInt(octal.slice(1), 8) & 0xff, octal.length];
  }
  const hexadecimal = /^\\x[0-9a-fA-F]+/.exec(text)?.[0];
  if (hexadecimal !== undefined) {
    return [parseInt(hexadecimal.slice(2).slice(-2), 16), hexadecimal.length];
  }
  const value = escapes[text.charAt(1)];
  if (value === undefined) {
    fault(`unknown escape '${text.slice(0, 2)}': known are \\b \\f \\n \\r \\t \\\\ \\" \\ooo \\xhh`);
  }
  return [value, 2];
}
