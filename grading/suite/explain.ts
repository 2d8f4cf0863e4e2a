/** Turns whatever ended a check into a verdict and words that a student understands. */
import { stripVTControlCharacters } from 'node:util';
import { CallFailed } from '../rig/index.js';
import { mapPosition } from '../compile/index.js';
import type { Claimed, FailedAssertion } from './claim.js';
import { expectedWords, written } from './expected-words.js';
import type { CheckRecord } from './record.js';
import type { SessionPart } from './session.js';

type Explanation = Pick<CheckRecord, 'verdict' | 'message' | 'expected' | 'actual' | 'location'>;
type CompiledPart = Extract<SessionPart, { ok: true }>;

/** Explains `thrown`, which ended a check on `part`. */
export function explain(thrown: unknown, part: CompiledPart): Explanation {
  for (let error = thrown; error instanceof Error; error = error.cause) {
    // fast-check wraps the assertion that failed for the smallest input; its cause is what the student needs.
    if (error instanceof CallFailed) {
      return explainCall(error, part);
    }
    if ((error as FailedAssertion).matcherResult !== undefined) {
      return explainAssertion(error);
    }
  }
  const what = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  return {
    verdict: 'error',
    message: `The check itself failed; this is the grader's fault, not yours. ${what}`,
  };
}

/** The verdict on every check of a part that does not compile. */
export function explainSyntax(part: Extract<SessionPart, { ok: false }>): Explanation {
  const first = part.errors[0];
  if (first === undefined) {
    return { verdict: 'error', message: 'The part could not be compiled, and no reason was given.' };
  }
  const { message, ...location } = first;
  return { verdict: 'fail', message: `Your code cannot be run: ${message} (${place(location)})`, location };
}

function explainCall({ failure }: CallFailed, part: CompiledPart): Explanation {
  if (failure.kind === 'rig') {
    return {
      verdict: 'error',
      message: `The rig failed; this is the grader's fault, not yours. ${failure.message}`,
    };
  }
  if (failure.kind === 'died') {
    return { verdict: 'fail', message: deathWords[failure.reason] };
  }
  const location = locate(failure, part);
  const where = location ? ` (${place(location)})` : '';
  return {
    verdict: 'fail',
    message: failureWords[failure.kind](failure.message) + where,
    ...(location ? { location } : {}),
  };
}

const deathWords = {
  time: 'Your code did not come back in time and was ended.',
  memory: 'Your code used more memory than a part may have, and was ended.',
  'turns in all':
    'Your code was not run: the calls before this one have used up all the loop turns and calls that it has for these checks.',
  'time in all':
    'Your code was not run: the calls before this one have used up all the time that it has for these checks.',
  output: 'Your code handed back more data than can be taken, and was ended.',
  exit: 'Your code brought its process down before it answered.',
} as const;

const failureWords = {
  threw: (message: string) => `Your code threw ${message}`,
  endless: (message: string) => `Your code does not come to an end: ${message}`,
  nonsense: (message: string) => `Your code handed back something unusable: ${message}`,
  missing: (name: string) => `Your file exports no '${name}': keep the line \`export const ${name} = …\``,
} as const;

function locate(
  failure: { position?: { line: number; column: number }; sourceLine?: number },
  part: CompiledPart,
): CheckRecord['location'] {
  if (failure.sourceLine !== undefined) {
    return { file: part.file, line: failure.sourceLine, column: 1 };
  }
  if (failure.position === undefined) {
    return undefined;
  }
  const found = mapPosition(part.map, failure.position.line, failure.position.column);
  return found ? { file: part.file, ...found } : undefined;
}

function place(location: { file: string; line: number }): string {
  return `${location.file}, line ${location.line}`;
}

/** Never in Jest's own words: they are about `received` and `expect(…)`, which a student has not written. */
function explainAssertion(error: FailedAssertion): Explanation {
  const { claimed, matcherResult = {} } = error;
  const { expected, actual } = claimed ? sidesOf(claimed, matcherResult) : plainSides(error);
  const what = claimed?.what.replace(/[,.:]$/, '');
  return {
    verdict: 'fail',
    message: what === undefined ? 'Something is not what it should be.' : `Not what it should be: ${what}.`,
    ...(expected === undefined ? {} : { expected: bounded(expected) }),
    ...(actual === undefined ? {} : { actual: bounded(actual) }),
  };
}

type Sides = { readonly expected: string | undefined; readonly actual: string | undefined };

function sidesOf({ matcher, args = [], actual, negated }: Claimed, result: { expected?: unknown }): Sides {
  const expected = matcher === undefined ? written(result.expected) : expectedWords(matcher, args);
  return { expected: negated ? `not ${expected}` : expected, actual: written(actual) };
}

/** Of an `expect` without a claim only what Jest found is known. */
function plainSides({ message, matcherResult = {} }: FailedAssertion): Sides {
  const said = (label: string) =>
    new RegExp(`^${label}[^:\n]*: *(.*)$`, 'm').exec(stripVTControlCharacters(message))?.[1];
  const side = (name: 'expected' | 'actual', label: string) =>
    name in matcherResult ? written(matcherResult[name]) : said(label);
  return { expected: side('expected', 'Expected'), actual: side('actual', 'Received') };
}

const MAX_SHOWN = 4000;

function bounded(text: string): string {
  return text.length <= MAX_SHOWN
    ? text
    : `${text.slice(0, MAX_SHOWN)}\n… (${text.length - MAX_SHOWN} more characters)`;
}
