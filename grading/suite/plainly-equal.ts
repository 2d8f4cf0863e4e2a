/**
 * Equality that needs no judgement: two trees of plain data that are the same at every leaf. It says yes only where Jest's
 * `toEqual` says yes; of anything else (classes, symbols, asymmetric matchers, fields that are undefined) it says no, and
 * Jest is asked.
 */
export function plainlyEqual(a: unknown, b: unknown, depth = 0): boolean {
  if (Object.is(a, b)) {
    return true;
  }
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || depth > MAX_DEPTH) {
    return false;
  }
  if (Array.isArray(a)) {
    return (
      Array.isArray(b) &&
      isPlain(a, Array.prototype) &&
      isPlain(b, Array.prototype) &&
      sameFields(a, b, depth)
    );
  }
  return isPlain(a, Object.prototype) && isPlain(b, Object.prototype) && sameFields(a, b, depth);
}

/** Deeper than anything that comes from a rig; so that what goes in a circle ends here too. */
const MAX_DEPTH = 64;

function isPlain(value: object, prototype: object): boolean {
  return Object.getPrototypeOf(value) === prototype && Object.getOwnPropertySymbols(value).length === 0;
}

function sameFields(a: object, b: object, depth: number): boolean {
  const [names, others] = [Object.keys(a), Object.keys(b)];
  if (names.length !== others.length || (a as unknown[]).length !== (b as unknown[]).length) {
    return false;
  }
  return names.every(
    (name) =>
      Object.hasOwn(b, name) &&
      plainlyEqual((a as Record<string, unknown>)[name], (b as Record<string, unknown>)[name], depth + 1),
  );
}
