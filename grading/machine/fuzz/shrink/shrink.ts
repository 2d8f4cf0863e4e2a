/**
 * From a case that differs to a small one that differs in the same way. Nothing but the case decides what is tried, and
 * the number of tries has a bound: the same case gives the same small one on every computer.
 */
import { compareBatch, type Comparison } from '../compare/index.js';
import { type Case, FIRST_AREA, AREA_BYTES } from '../case/index.js';
import { dispensable } from './minimise.js';
import { pieceKinds, piecesOf, without } from './pieces.js';

export interface Shrunk {
  readonly test: Case;
  readonly difference: string;
  /** How many programs were tried. */
  readonly tries: number;
}

/** The case at an area; it is another program at each, since it holds addresses. */
export type CaseAt = (area: number) => Case;

const MOST_TRIES = 3000;
const ROUNDS = 3;
const BATCH = 200;
/** For a batch, which takes about a second: what is without end is given up, and counts as many tries. */
const SECONDS = 10;
const TRIES_LOST = 300;

export type Compare = (
  cases: readonly Case[],
  first: number,
  seconds: number,
) => Pick<Comparison, 'findings' | 'done'>;

/** `difference` is what was found. Undefined: run alone, or when it is made smaller, the case does not differ like that. */
export function shrink(
  caseAt: CaseAt,
  difference: string,
  compare: Compare = compareBatch,
): Shrunk | undefined {
  const kind = kindOfDifference(difference);
  /** The case at the areas of a batch, as far as they are in use. */
  const cases: Case[] = [];
  const caseIn = (index: number) => (cases[index] ??= caseAt(FIRST_AREA + index * AREA_BYTES));
  // What a program has locked in PMP, it has locked for those after it.
  const together = caseIn(0).features.locks ? 1 : BATCH;
  let tries = 0;
  /** What differs in that way without these pieces. */
  const differences = (cuts: readonly (readonly string[])[]): (string | undefined)[] => {
    const found: (string | undefined)[] = cuts.map(() => undefined);
    for (let done = 0; done < cuts.length;) {
      const next = cuts.slice(done, done + together);
      const compared = compare(
        next.map((gone, index) => without(caseIn(index), new Set(gone))),
        done,
        SECONDS,
      );
      for (const { index, difference: other } of compared.findings) {
        if (kindOfDifference(other) === kind) {
          found[index] = other;
        }
      }
      done += compared.done;
      tries += compared.done + (compared.done < next.length ? TRIES_LOST : 0);
    }
    return found;
  };
  if (differences([[]])[0] === undefined) {
    return undefined;
  }

  const whole = caseIn(0);
  const gone: string[] = [];
  for (let round = 0, before = -1; round < ROUNDS && gone.length > before; round += 1) {
    before = gone.length;
    for (const partKind of pieceKinds) {
      const pieces = piecesOf(whole, partKind).filter((piece) => !isGone(piece, gone));
      const more = dispensable(pieces, (cuts) =>
        tries < MOST_TRIES
          ? differences(cuts.map((cut) => [...gone, ...cut])).map((found) => found !== undefined)
          : cuts.map(() => false),
      );
      gone.push(...more);
    }
  }
  const [last] = differences([gone]);
  return last === undefined ? undefined : { test: without(whole, new Set(gone)), difference: last, tries };
}

function isGone(piece: string, gone: readonly string[]): boolean {
  return gone.some((other) => piece === other || piece.startsWith(`${other} `));
}

/** What differs, without the values and places that change when the case does; a cause is more than a value. */
export function kindOfDifference(difference: string): string {
  const [, name = '', ours = '', theirs = ''] = /: (\w+) (\w+) here, (\w+) on QEMU$/.exec(difference) ?? [];
  if (name.endsWith('cause')) {
    return `${name} ${ours} ${theirs}`;
  }
  const isRegister = /^(zero|ra|sp|gp|tp|[ast]\d+)$/.test(name);
  return isRegister ? 'register' : name === '' ? difference.replace(/0x[\da-f]+|\d+/g, '#') : name;
}
