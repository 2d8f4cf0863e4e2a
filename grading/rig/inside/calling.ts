/** Remembers which call of the part is being made, so that a failure can tell it as a student would type it. */

/** The longest batch of hypercalls is as long. */
const MAX_CHARACTERS = 1000;

let current: (() => string) | undefined;

/** Makes one call of the part; `words` are the call, `dedicated([[1, 2]], 900)`. They are asked for only when it fails. */
export function calling<Value>(words: () => string, call: () => Value): Value {
  current = words;
  const value = call();
  current = undefined;
  return value;
}

/** The call that did not come back, bounded; undefined when all did. It is forgotten then. */
export function takeUnfinishedCall(): string | undefined {
  const words = current?.();
  current = undefined;
  return words === undefined || words.length <= MAX_CHARACTERS ? words : `${words.slice(0, MAX_CHARACTERS)}…`;
}
