/** What a claim asked for, in words for the student: values as they are written in code, and limits with their direction. */
import { writeValue } from '../rig/index.js';

/** A value as a side of a failed claim. A text stands there as it is. */
export function written(value: unknown): string {
  return typeof value === 'string' ? value : writeValue(value, asymmetric);
}

/** What `claim(…).matcher(...args)` asks for. */
export function expectedWords(matcher: string, args: readonly unknown[]): string {
  const words = Object.hasOwn(matchers, matcher) ? matchers[matcher] : undefined;
  return words ? words(...args) : [inWords(matcher), ...args.map(quoted)].join(' ');
}

/** A text within other words. */
const quoted = (value: unknown): string => writeValue(value, asymmetric);
const limit = (sign: string) => (bound: unknown) => `${sign} ${quoted(bound)}`;

const matchers: Readonly<Record<string, (...args: readonly unknown[]) => string>> = {
  toBe: written,
  toEqual: written,
  toStrictEqual: written,
  toBeGreaterThan: limit('>'),
  toBeGreaterThanOrEqual: limit('>='),
  toBeLessThan: limit('<'),
  toBeLessThanOrEqual: limit('<='),
  toBeCloseTo: limit('about'),
  toContain: limit('something that contains'),
  toContainEqual: limit('something that contains'),
  toMatch: (pattern) =>
    `a text that ${typeof pattern === 'string' ? 'contains' : 'matches'} ${quoted(pattern)}`,
  toMatchObject: limit('at least'),
  toHaveLength: limit('a length of'),
  toHaveProperty: (path, ...value) =>
    [`a property ${[path].flat().map(String).join('.')}`, ...value.map(quoted)].join(' that is '),
  toBeInstanceOf: (type) => `an instance of ${typeof type === 'function' ? type.name : quoted(type)}`,
  toBeDefined: () => 'a value',
  toBeUndefined: () => 'undefined',
  toBeNull: () => 'null',
  toBeNaN: () => 'NaN',
  toBeTruthy: () => 'a value that counts as true',
  toBeFalsy: () => 'a value that counts as false',
};

/** `toBeSorted` as `to be sorted`, for matchers that have no words here. */
const inWords = (matcher: string): string =>
  matcher.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);

/** Jest's placeholders, such as `expect.any(Number)`, say what they stand for. */
function asymmetric(value: object): string | undefined {
  const { $$typeof, toAsymmetricMatcher } = value as {
    $$typeof?: unknown;
    toAsymmetricMatcher?: () => string;
  };
  return $$typeof === Symbol.for('jest.asymmetricMatcher') && typeof toAsymmetricMatcher === 'function'
    ? toAsymmetricMatcher.call(value)
    : undefined;
}
