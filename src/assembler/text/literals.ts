/**
 * Strings and characters with their escapes, as GNU as reads them: \b \f \n \r \t \\ \" \', octal \ooo, hexadecimal \xhh.
 */
import { fault } from './errors.js';

/** The bytes of a string literal with its quotes; other than ASCII characters become UTF-8. */
export function stringBytes(literal: string): number[] {
  if (!/^"(?:[^"\\]|\\.)*"$/s.test(literal)) {
    fault(`expected a string in double quotes, found '${literal}'`);
  }
  const bytes: number[] = [];
  let rest = literal.slice(1, -1);
  while (rest !== '') {
    const [value, length] = rest.startsWith('\\') ? readEscape(rest) : [undefined, codePointLength(rest)];
    if (value === undefined) {
      bytes.push(...utf8(rest.slice(0, length)));
    } else {
      bytes.push(value);
    }
    rest = rest.slice(length);
  }
  return bytes;
}

/**
 * The character literal at the start of `text`: its code and how many characters of `text` it takes.
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

/** The byte that an escape stands for, and its length with the backslash. */
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

function codePointLength(text: string): number {
  return (text.codePointAt(0) ?? 0) > 0xffff ? 2 : 1;
}

/** UTF-8 without TextEncoder, which is the platform's and not the language's. A lone surrogate becomes U+FFFD. */
function utf8(character: string): number[] {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x80) {
    return [code];
  }
  if (code < 0x800) {
    return [0xc0 | (code >> 6), 0x80 | (code & 0x3f)];
  }
  if (code >= 0xd800 && code < 0xe000) {
    return [0xef, 0xbf, 0xbd];
  }
  const tail = [0x80 | ((code >> 6) & 0x3f), 0x80 | (code & 0x3f)];
  if (code < 0x1_0000) {
    return [0xe0 | (code >> 12), ...tail];
  }
  return [0xf0 | (code >> 18), 0x80 | ((code >> 12) & 0x3f), ...tail];
}
