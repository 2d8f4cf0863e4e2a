/** `claim(what, actual)`: Jest's `expect(actual)` that remembers, when it fails, what `actual` was called. */

/** A failed assertion, as Jest throws it, with the words of its claim. */
export interface FailedAssertion extends Error {
  matcherResult?: { actual?: unknown; expected?: unknown; message?: string };
  claimed?: Claimed;
}

interface Claimed {
  readonly what: string;
  readonly actual: unknown;
  /** Claimed was the opposite: `claim(…).not.toBe(…)`. */
  readonly negated?: true;
}

export function claim(what: string, actual: unknown): jest.JestMatchers<unknown> {
  return named(expect(actual), { what, actual });
}

function named<M extends object>(matchers: M, claimed: Claimed): M {
  return new Proxy(matchers, {
    get(target, key): unknown {
      const member: unknown = Reflect.get(target, key);
      if (typeof member === 'function') {
        return (...args: unknown[]): unknown => {
          try {
            return (member as (...args: unknown[]) => unknown).apply(target, args);
          } catch (error) {
            (error as FailedAssertion).claimed = claimed;
            throw error;
          }
        };
      }
      if (typeof member !== 'object' || member === null) return member;
      return named(member, key === 'not' ? { ...claimed, negated: true } : claimed);
    },
  });
}
