/** One failed check as pages show it. Instructors see all of it, also of hidden checks. */
import { difference, legible, legibleLine, placeOf, plainLines, type Line } from '../../../report/index.js';
import type { Cluster } from '../analysis/index.js';
import type { Outcome } from '../data/index.js';

export interface FailureView {
  readonly message: string;
  readonly location: string;
  readonly sides: readonly {
    readonly label: string;
    readonly kind: string;
    readonly lines: readonly Line[];
  }[];
}

const MAX_MESSAGE = 1500;
/** The record has all of it. */
const MAX_VALUE = 1200;

export function failureView({ message, expected, actual, location }: Outcome): FailureView {
  const [wanted, came] = [expected, actual].map((text) =>
    text === undefined ? undefined : legible(text, MAX_VALUE),
  );
  const lines =
    wanted !== undefined && came !== undefined
      ? difference(wanted, came)
      : { expected: plainLines(wanted ?? ''), actual: plainLines(came ?? '') };
  return {
    message: legible(message, MAX_MESSAGE),
    location: location === undefined ? '' : placeOf(location),
    sides: [
      ...(wanted === undefined ? [] : [{ label: 'Expected', kind: 'expected', lines: lines.expected }]),
      ...(came === undefined ? [] : [{ label: 'Came', kind: 'came', lines: lines.actual }]),
    ],
  };
}

/** What a group has in common. */
export function clusterTitle({ failure: { what, divergence } }: Cluster): string {
  const title =
    divergence?.ofState === true
      ? `The guest parts from the bare machine${divergence.instruction === undefined ? '' : ` at “${divergence.instruction}”`}`
      : what.replace(/^Not what it should be: /, '');
  return legibleLine(title.charAt(0).toUpperCase() + title.slice(1), 200);
}

/** Where it parts from what was expected; empty where there is nothing to compare. */
export function clusterParts({ failure: { divergence } }: Cluster): string {
  if (divergence === undefined) {
    return '';
  }
  const { expected, came } = divergence;
  const side = (text: string): string => (text.trim() === '' ? 'nothing' : legibleLine(text.trim(), 90));
  return `expected ${side(expected)}, came ${side(came)}`;
}
