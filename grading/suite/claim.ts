/** `claim(what, actual)`: Jest's `expect(actual)` that remembers, when it fails, what `actual` was called. */

/** A failed assertion, as Jest throws it, with the words of its claim. */
export interface FailedAssertion extends Error {
  matcherResult?: { actual?: unknown; expected?: unknown; message?: string };
  claimed?: { what: string; actual: unknown };
}

export function claim(what: string, actual: unknown): jest.JestMatchers<unknown> {
  return named(expect(actual), { what, actual });
}

function named<M extends object>(matchers: M, claimed: { what: string; actual: unknown }): M {
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
      return typeof member === 'object' && member !== null ? named(member, claimed) : member; // .not
    },
  });
}
