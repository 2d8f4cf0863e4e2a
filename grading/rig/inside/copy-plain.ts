/**
 * Copies what came out of a scenario into plain JSON data. Part of it may have been made by the student's code, so each
 * property is read once, nothing is called that belongs to the value, and size and depth are bounded.
 */
import { PartError } from '../../../src/hypervisor/index.js';
import { kindOf, writeInLine } from '../both-sides/index.js';

const MAX_DEPTH = 32;
/** Five times what the longest trace of a guest in the suites has. */
const MAX_NODES = 100_000;
/** In all strings and keys together. */
const MAX_CHARACTERS = 4 * 1024 * 1024;

/**
 * A plain copy of `value`: undefined becomes null, as in JSON; a number that JSON lacks becomes its name ('NaN').
 * Throws PartError on functions, symbols, bigints, on what JSON would empty (a Map, a Date, a typed array), and on data too
 * deep or too large.
 */
export function copyPlain(value: unknown): unknown {
  return copy(value, 0, { nodes: 0, characters: 0 });
}

interface Count {
  nodes: number;
  characters: number;
}

function copy(value: unknown, depth: number, count: Count): unknown {
  if (++count.nodes > MAX_NODES) {
    throw new PartError(`the result has more than ${MAX_NODES} values, far more than any right one`);
  }
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : String(value);
    case 'string':
      return countText(value, count);
    case 'object':
      return value === null ? null : copyObject(value, depth, count);
    case 'bigint':
    case 'function':
    case 'symbol':
    default:
      throw notPlain(value);
  }
}

function copyObject(value: object, depth: number, count: Count): unknown {
  if (depth >= MAX_DEPTH) {
    throw new PartError(`the result is nested more than ${MAX_DEPTH} levels deep`);
  }
  if (Array.isArray(value)) {
    const length = value.length;
    const items: unknown[] = [];
    for (let i = 0; i < length; i++) {
      items.push(copy(value[i] as unknown, depth + 1, count));
    }
    return items;
  }
  if (kindOf(value).exotic) {
    throw notPlain(value);
  }
  const fields: Record<string, unknown> = {};
  const keys = Object.keys(value);
  // A plain loop and no list of pairs: the largest results have tens of thousands of values.
  for (let i = 0; i < keys.length; i += 1) {
    const key = countText(keys[i]!, count);
    const item = copy((value as Record<string, unknown>)[key], depth + 1, count);
    if (key === '__proto__') {
      // Assigned, it would become the object's prototype, and not be handed back.
      Object.defineProperty(fields, key, { value: item, enumerable: true });
    } else {
      fields[key] = item;
    }
  }
  return fields;
}

function notPlain(value: unknown): PartError {
  return new PartError(
    `the result holds ${writeInLine(value)}; only numbers, texts, true, false, null, arrays and plain objects can be handed back`,
  );
}

function countText(text: string, count: Count): string {
  count.characters += text.length;
  if (count.characters <= MAX_CHARACTERS) {
    return text;
  }
  throw new PartError(`the result holds more than ${MAX_CHARACTERS} characters of text`);
}
