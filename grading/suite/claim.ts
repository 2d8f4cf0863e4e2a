/** `claim(what, actual)`: Jest's `expect(actual)` that remembers, when it fails, what `actual` was called. */

import { plainlyEqual } from './plainly-equal.js';

/** A failed assertion, as Jest throws it, with the words of its claim. */
export interface FailedAssertion extends Error {
  matcherResult?: { actual?: unknown; expected?: unknown; message?: string };
  claimed?: Claimed;
}

export interface Claimed {
  readonly what: string;
  readonly actual: unknown;
  /** The matcher that failed, and what it was given. */
  readonly matcher?: string;
  readonly args?: readonly unknown[];
  /** Claimed was the opposite: `claim(…).not.toBe(…)`. */
  readonly negated?: true;
}

/** More values and lines of text than any right answer has, as many as Jest compares and prints within a second. */
const MOST_VALUES = 20_000;

export function claim(what: string, actual: unknown): jest.JestMatchers<unknown> {
  return new Proxy(quick(what, actual), {
    get(matchers, name): unknown {
      const own = Object.hasOwn(matchers, name) ? matchers[name as keyof Quick] : undefined;
      return own ?? Reflect.get(slow(what, actual), name);
    },
  }) as unknown as jest.JestMatchers<unknown>;
}

/** The two matchers that nearly all claims use, and nearly all pass: Jest is asked only where it has something to say. */
type Quick = Readonly<Record<'toBe' | 'toEqual', (expected: unknown) => void>>;

function quick(what: string, actual: unknown): Quick {
  return {
    toBe: (expected) => void (Object.is(actual, expected) || slow(what, actual).toBe(expected)),
    toEqual: (expected) => void (plainlyEqual(actual, expected) || slow(what, actual).toEqual(expected)),
  };
}

/** All of Jest's matchers. Made for each claim anew they are more than a hundred functions. */
function slow(what: string, actual: unknown): jest.JestMatchers<unknown> {
  if (valuesIn(actual, MOST_VALUES) > MOST_VALUES) {
    throw tooMuch(what, actual);
  }
  return named(expect(actual), { what, actual });
}

/** How many values and lines of text `value` is made of; counting ends soon after `limit`. */
function valuesIn(value: unknown, limit: number): number {
  if (typeof value === 'string') {
    return linesIn(value, limit);
  }
  if (typeof value !== 'object' || value === null) {
    return 1;
  }
  let count = 1;
  for (const inner of Object.values(value)) {
    count += valuesIn(inner, limit - count);
    if (count > limit) {
      break;
    }
  }
  return count;
}

/** A line of any length counts for each 100 characters of it. */
function linesIn(text: string, limit: number): number {
  let count = 1 + text.length / 100;
  for (let end = text.indexOf('\n'); end >= 0 && count <= limit; end = text.indexOf('\n', end + 1)) {
    count++;
  }
  return count;
}

/** The failure that Jest would find in the end, told without the difference, which could take it minutes. */
function tooMuch(what: string, actual: unknown): FailedAssertion {
  const cut =
    typeof actual === 'string'
      ? `${JSON.stringify(actual.slice(0, 200))} … (${actual.length} characters)`
      : Array.isArray(actual)
        ? `a list of ${actual.length}`
        : `more than ${MOST_VALUES} values`;
  const error: FailedAssertion = new Error(`far too much came back for ${what}`);
  error.matcherResult = { expected: `at most ${MOST_VALUES} values or lines`, actual: cut };
  error.claimed = { what, actual: cut };
  return error;
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
            (error as FailedAssertion).claimed = { ...claimed, matcher: String(key), args };
            throw error;
          }
        };
      }
      if (typeof member !== 'object' || member === null) {
        return member;
      }
      return named(member, key === 'not' ? { ...claimed, negated: true } : claimed);
    },
  });
}
