/** A judgement as text: numbers first, then what a person has to look at, each with file, line and change. */
import type { Judgement } from './judge.js';
import type { Mutant } from './mutant.js';

export interface Tried {
  readonly exercise: string;
  /** The reference part, from the lab's folder on. */
  readonly file: string;
  readonly knownFile: string;
  readonly judgement: Judgement;
  /** Mutants that time or Ctrl-C left out. */
  readonly untried: number;
}

export function tell({ exercise, file, knownFile, judgement, untried }: Tried): string {
  const { killed, mistyped, explained, survivors, errors, onlyRandom, elsewhere, stale } = judgement;
  const count = survivors.length + explained.length;
  const counted = [
    `${killed} killed`,
    `${count} survived (${explained.length} of them explained)`,
    `${mistyped} skipped for their types`,
    ...(untried > 0 ? [`${untried} not tried`] : []),
  ];
  const change = (mutant: Mutant) => changeOf(mutant, file);
  return [
    `${exercise}: ${counted.join(', ')}`,
    ...section(
      `Survived: add a check that kills it, or a reason to ${knownFile}`,
      survivors.map((mutant) => change(mutant)),
    ),
    ...section(
      `Entries of ${knownFile} that are wrong`,
      stale.map(({ entry, reason }) => [
        reason,
        `in: ${entry.in}`,
        `line: ${entry.line}`,
        `becomes: ${entry.becomes}`,
      ]),
    ),
    ...section(
      'The grader could not judge these',
      errors.map(({ mutant, checks }) => [...change(mutant), `without a verdict: ${checks.join(', ')}`]),
    ),
    ...section(
      'Killed by random checks only: their rule has no check of its own',
      onlyRandom.map(({ mutant, checks }) => [...change(mutant), `killed by ${checks.join(', ')}`]),
    ),
    ...section(
      'Killed first by a check that is not about their rule',
      elsewhere.map(({ mutant, first, expected }) => [
        ...change(mutant),
        `killed by ${first}; expected ${expected.join(' or ')}`,
      ]),
    ),
  ]
    .map((line) => `${line}\n`)
    .join('');
}

function changeOf({ operator, within, line, was, becomes }: Mutant, file: string): string[] {
  const where = within.length === 0 ? '' : `, in ${within.join(' › ')}`;
  return [`${file}:${line}  ${operator}${where}`, `- ${was}`, `+ ${becomes}`];
}

function section(heading: string, items: readonly (readonly string[])[]): string[] {
  if (items.length === 0) {
    return [];
  }
  const lines = items.flatMap(([first, ...more]) => [`    ${first}`, ...more.map((line) => `      ${line}`)]);
  return [`  ${heading} (${items.length}):`, ...lines];
}
