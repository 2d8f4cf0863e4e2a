/**
 * Text that a student's code had a hand in, made fit to be read: bounded, and with every character visible that could
 * hide, reorder or overwrite others. (Characters that mean something in HTML or XML are escaped where the page is written.)
 */
import { stripVTControlCharacters } from 'node:util';

/** Keeps lines and tabs. What is longer than `limit` characters is cut, and the rest counted. */
export function legible(text: string, limit: number): string {
  const kept = cut(text, limit);
  // Terminal sequences first, else `\x1b[31m` leaves `[31m` behind.
  const shown = stripVTControlCharacters(kept).replace(/\r\n/g, '\n').replace(UNSEEN, show);
  const left = text.length - kept.length;
  return left === 0 ? shown : `${shown}… and ${grouped(left)} more characters`;
}

/** The same for what belongs on one line. */
export function legibleLine(text: string, limit = 300): string {
  return legible(text, limit).replaceAll('\n', '␊').replaceAll('\t', ' ');
}

/** 20345 as `20,345`. */
export function grouped(count: number): string {
  return String(count).replace(/\B(?=(\d{3})+$)/g, ',');
}

/**
 * Control characters but newline and tab; invisible formatting (bidirectional overrides, byte order marks, tags) but the
 * two joiners, which scripts and emoji need; lone surrogates; and the separators that browsers may break lines at.
 */
const UNSEEN = /(?![\n\t\u200c\u200d])[\p{Cc}\p{Cf}\p{Cs}\u2028\u2029]/gu;

function show(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20) {
    return String.fromCodePoint(0x2400 + code);
  } // ␀ … ␟
  if (code === 0x7f) {
    return '␡';
  }
  return `⟨U+${code.toString(16).toUpperCase().padStart(4, '0')}⟩`;
}

/** Never between the halves of a surrogate pair. */
function cut(text: string, limit: number): string {
  if (text.length <= limit) {
    return text;
  }
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
