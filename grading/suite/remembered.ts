/**
 * What was computed, by the text of what it was computed from. A grader asks the same again for every submission; the ones
 * asked for longest ago make room.
 */
export class Remembered<T> {
  readonly #most: number;
  /** The one used longest ago comes first. */
  readonly #values = new Map<string, T>();

  /** Keeps `most` values. */
  constructor(most: number) {
    this.#most = most;
  }

  /** The value of this key, frozen through and through: others will be handed the same one. A computation that throws is not kept. */
  of(key: string, compute: () => T): T {
    const value = this.#values.has(key) ? this.#values.get(key)! : deepFreeze(compute());
    this.#values.delete(key);
    this.#values.set(key, value);
    if (this.#values.size > this.#most) {
      const [oldest] = this.#values.keys();
      this.#values.delete(oldest!);
    }
    return value;
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    Object.values(value).forEach(deepFreeze);
  }
  return value;
}
