/**
 * Writes any value as a student would write it in code: `Map(1) { 1 => "a" }`, `-0`, `5n`, `[1, <2 empty items>]`. Used for
 * what a part prints, throws and hands back, and for both sides of a failed claim, so that they all read alike.
 *
 * The value may be a part's own and may do its worst. No method of it is called and no getter is read; a proxy can still run
 * code of the part, whose meter runs on. What throws is named, never thrown. Length, depth and the number of values are bounded.
 */
import { entriesOf, kindOf, type Kind } from './kind-of.js';

/** Widest line before a list or an object is spread over several. */
const WIDTH = 72;
const MAX_DEPTH = 6;
/** In all. */
const MAX_VALUES = 1000;
/** Of a text inside another value. */
const MAX_TEXT = 200;
const MAX_BIGINT = 2n ** 1024n;

/** Another way to write some objects, asked first; undefined for all others. */
export type Special = (value: object) => string | undefined;

export function writeValue(value: unknown, special: Special = () => undefined): string {
  return new Writer(special).write(value, '');
}

/** The same in one line. */
export function writeInLine(value: unknown): string {
  return writeValue(value).replace(/\n */g, ' ');
}

class Writer {
  #left = MAX_VALUES;
  readonly #special: Special;
  /** The objects around the one that is written. */
  readonly #around: object[] = [];

  constructor(special: Special) {
    this.#special = special;
  }

  write(value: unknown, indent: string): string {
    this.#left -= 1;
    try {
      return typeof value === 'object' && value !== null ? this.#object(value, indent) : primitive(value);
    } catch {
      return '[unreadable]';
    }
  }

  #object(value: object, indent: string): string {
    const special = this.#special(value);
    if (special !== undefined) {
      return special;
    }
    if (this.#around.includes(value)) {
      return '[circular]';
    }
    const kind = kindOf(value);
    if (kind.text !== undefined) {
      return kind.text;
    }
    if (this.#around.length >= MAX_DEPTH) {
      return kind.open === '[' ? '[… nested deeper]' : '{ … nested deeper }';
    }
    this.#around.push(value);
    try {
      return this.#entries(value, kind, indent);
    } finally {
      this.#around.pop();
    }
  }

  #entries(value: object, kind: Kind, indent: string): string {
    const inner = `${indent}  `;
    const items: string[] = [];
    const all = entriesOf(value, kind);
    for (const entry of all.list) {
      if (this.#left <= 0) {
        break;
      }
      const key = 'mapKey' in entry ? `${this.write(entry.mapKey, inner)} => ` : (entry.name ?? '');
      items.push(key + (entry.text ?? this.write(entry.value, inner)));
    }
    if (items.length < all.count) {
      items.push(`… ${all.count - items.length} more`);
    }
    return layOut(kind, items, indent);
  }
}

function layOut({ prefix, open, close }: Kind, items: readonly string[], indent: string): string {
  const start = prefix === '' ? open : `${prefix} ${open}`;
  if (items.length === 0) {
    return start + close;
  }
  const space = open === '[' ? '' : ' ';
  const flat = `${start}${space}${items.join(', ')}${space}${close}`;
  if (flat.length + indent.length <= WIDTH && !flat.includes('\n')) {
    return flat;
  }
  return `${start}\n${items.map((item) => `${indent}  ${item}`).join(',\n')}\n${indent}${close}`;
}

function primitive(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value.slice(0, MAX_TEXT)) + (value.length > MAX_TEXT ? ` and ${value.length - MAX_TEXT} more characters` : ''); // prettier-ignore
    case 'number':
      return Object.is(value, -0) ? '-0' : String(value);
    case 'bigint':
      return value < MAX_BIGINT && value > -MAX_BIGINT ? `${value}n` : 'a bigint of more than 300 digits';
    case 'function':
      return '[function]';
    case 'symbol':
      return String(value).slice(0, MAX_TEXT);
    case 'boolean':
    case 'undefined':
      return String(value);
    case 'object':
      return 'null'; // no other comes here
  }
}
