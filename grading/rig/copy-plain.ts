/**
 * Copies what came out of a scenario into plain JSON data. Part of it may have been made by the student's code, so each
 * property is read once, nothing is called that belongs to the value, and size and depth are bounded.
 */
import { PartError } from '../../src/hypervisor/index.js';

const MAX_DEPTH = 32;
const MAX_NODES = 2_000_000;
const MAX_STRING = 4 * 1024 * 1024;

/**
 * A plain copy of `value`: undefined becomes null, as in JSON; a number that JSON lacks becomes its name ('NaN').
 * Throws PartError on functions, symbols, bigints, and data too deep or too large.
 */
export function copyPlain(value: unknown): unknown {
  return copy(value, 0, { nodes: 0 });
}

function copy(value: unknown, depth: number, count: { nodes: number }): unknown {
  if (++count.nodes > MAX_NODES) throw new PartError(`the result has more than ${MAX_NODES} values`);
  switch (typeof value) {
    case 'undefined':
      return null;
    case 'boolean':
      return value;
    case 'number':
      return Number.isFinite(value) ? value + 0 : String(value);
    case 'string':
      if (value.length > MAX_STRING) throw new PartError('the result holds a string of more than 4 MiB');
      return value;
    case 'object':
      return value === null ? null : copyObject(value, depth, count);
    case 'bigint':
    case 'function':
    case 'symbol':
    default:
      throw new PartError(`the result holds a ${typeof value}; only plain data can be handed back`);
  }
}

function copyObject(value: object, depth: number, count: { nodes: number }): unknown {
  if (depth >= MAX_DEPTH) throw new PartError(`the result is nested more than ${MAX_DEPTH} levels deep`);
  if (Array.isArray(value)) {
    const length = value.length;
    const items: unknown[] = [];
    for (let i = 0; i < length; i++) items.push(copy(value[i] as unknown, depth + 1, count));
    return items;
  }
  const fields: [string, unknown][] = [];
  for (const key of Object.keys(value)) {
    fields.push([key, copy((value as Record<string, unknown>)[key], depth + 1, count)]);
  }
  return Object.fromEntries(fields);
}
