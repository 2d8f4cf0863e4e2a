/** What kind of failure a check ended with, from the fields of its record: the key by which failures are alike. */
import type { Outcome } from '../data/index.js';
import { firstDivergence, normalised, type Divergence } from './divergence.js';

export interface Failure {
  /**
   * Equal for failures that one note answers. Those of the part and those of machine state are alike in all checks of the exercise;
   * what one check claims is alike in that check only.
   */
  readonly key: string;
  /** The part failed before anything could be compared: it threw, did not end, or cannot be run. */
  readonly ofPart: boolean;
  /** What was claimed or what happened, without the numbers of this run. */
  readonly what: string;
  /** Undefined where there is nothing to compare. */
  readonly divergence: Divergence | undefined;
}

/** `check`: its id. Undefined for what did not fail. */
export function failureOf(check: string, outcome: Outcome): Failure | undefined {
  const { verdict, message, expected, actual } = outcome;
  if (verdict === 'pass' || verdict === 'skipped') {
    return undefined;
  }
  const what = template(message);
  const divergence =
    expected === undefined && actual === undefined ? undefined : firstDivergence(expected, actual);
  const ofPart = divergence === undefined;
  const ofState = divergence?.ofState ?? false;
  return {
    key: JSON.stringify([
      ofPart || ofState ? '' : check,
      verdict,
      ofState ? '' : what,
      divergence?.shape ?? '',
    ]),
    ...{ ofPart, what, divergence },
  };
}

/**
 * A message without what differs from run to run: arguments in brackets, numbers, texts, the place in the student's file, and all
 * that follows its first clause (the call, the state before it).
 */
export function template(message: string): string {
  let text = message
    .slice(0, MAX_MESSAGE)
    .replace(/\s+/g, ' ')
    .replace(/ \([^()]*, line \d+\)/g, '');
  for (let shorter = innermost(text); shorter !== text; shorter = innermost(text)) {
    text = shorter;
  }
  return normalised(text.replace(/(?<=\S), .*$/, '').replace(/[.;:]$/, '')).slice(0, MAX_TEMPLATE);
}

/** A pair of brackets that has none inside is taken out, with what it holds. */
const innermost = (text: string): string =>
  text.replace(/\([^()[\]{}]*\)|\[[^()[\]{}]*\]|\{[^()[\]{}]*\}/g, '…');

/** Arguments may be long; what happened stands before them. */
const MAX_MESSAGE = 4000;
const MAX_TEMPLATE = 300;
