/**
 * A part returned something that its socket does not allow. The mistake is in the part, not in the VMM.
 * The message names the part, what was expected and what came.
 */
export class PartError extends Error {
  override readonly name = 'PartError';
}

const MAX_TEXT = 40;

/** A value that came from a part, in a few words. Calls no method of the value. */
export function show(value: unknown): string {
  if (typeof value === 'object' && value !== null) {
    return kindOf(value);
  }
  if (typeof value === 'bigint') {
    return `the bigint ${String(value).slice(0, 40)}n`;
  }
  if (typeof value === 'function') {
    return 'a function';
  }
  if (typeof value === 'string') {
    return `the string ${JSON.stringify(value.slice(0, MAX_TEXT))}${value.length > MAX_TEXT ? ' …' : ''}`;
  }
  return Object.is(value, -0) ? '-0' : String(value);
}

const SOME_OBJECT = 'an object';

function kindOf(value: object): string {
  try {
    if (Object.getPrototypeOf(value) === Object.prototype) {
      return SOME_OBJECT; // as nearly always, thousands of times in a run
    }
    return objectKinds.find(({ type }) => value instanceof type)?.words ?? SOME_OBJECT;
  } catch {
    return SOME_OBJECT; // a proxy that refuses
  }
}

const objectKinds = [
  { type: Array, words: 'an array' },
  { type: Map, words: 'a Map' },
  { type: Set, words: 'a Set' },
  { type: Promise, words: 'a promise (do not use async)' },
] as const;

/** The properties `names` of what `part` returned, each read once. @throws PartError when it is not an object */
export function fieldsOf<Name extends string>(
  part: string,
  value: unknown,
  expected: string,
  names: readonly Name[],
): Record<Name, unknown> {
  // A promise or a Map is an object too, but "kind = undefined" would not say what is wrong with it.
  if (typeof value !== 'object' || value === null || kindOf(value) !== SOME_OBJECT) {
    throw new PartError(`${part} returned ${show(value)}; it must return ${expected}`);
  }
  const object = value as Record<Name, unknown>;
  // A plain loop, without the array's iterator: answers of parts are read a hundred thousand times in some checks.
  const fields = {} as Record<Name, unknown>;
  for (let i = 0; i < names.length; i += 1) {
    fields[names[i]!] = object[names[i]!];
  }
  return fields;
}

/** An unsigned 32-bit integer. A negative one that fits into 32 bits stands for the same bits. @throws PartError otherwise */
export function word(part: string, field: string, value: unknown): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= -0x8000_0000 && value <= 0xffff_ffff) {
    return value >>> 0;
  }
  throw new PartError(`${part} returned ${field} = ${show(value)}; it must be a 32-bit integer`);
}

/** True or false. @throws PartError otherwise */
export function flag(part: string, field: string, value: unknown): boolean {
  if (typeof value === 'boolean') {
    return value;
  }
  throw new PartError(`${part} returned ${field} = ${show(value)}; it must be true or false`);
}
