/** The scenarios of exercise 01: each calls one function of the part for many cases, and copies out whole numbers only. */
import { PartError, type CapacityPart, type CapacityPrices } from '../../../src/hypervisor/index.js';
import { calling } from '../../rig/inside/index.js';
import { defineRig, writeInLine } from '../../rig/both-sides/index.js';

interface Planning {
  cases: { demands: number[][]; target: number }[];
}

interface Invoicing {
  cases: { demands: number[][]; capacity: number; prices: CapacityPrices }[];
}

export default defineRig<CapacityPart>({
  scenarios: {
    dedicated: (part, { cases }: Planning) => {
      const frozen = freezer();
      return answers(cases, ({ demands, target }) => ({
        said: () => `dedicated(${JSON.stringify(demands)}, ${target})`,
        call: () => part.dedicated(frozen(demands), target),
        read: (answer) => wholeNumbers('dedicated', answer, demands.length),
      }));
    },

    shared: (part, { cases }: Planning) => {
      const frozen = freezer();
      return answers(cases, ({ demands, target }) => ({
        said: () => `shared(${JSON.stringify(demands)}, ${target})`,
        call: () => part.shared(frozen(demands), target),
        read: (answer) => wholeNumber('shared', answer),
      }));
    },

    plan: (part, { cases }: Planning) => {
      const frozen = freezer();
      return answers(cases, ({ demands, target }) => ({
        said: () => `plan(${JSON.stringify(demands)}, ${target})`,
        call: () => part.plan(frozen(demands), target),
        read: (answer) => wholeNumber('plan', answer),
      }));
    },

    invoice: (part, { cases }: Invoicing) => {
      const frozen = freezer();
      return answers(cases, ({ demands, capacity, prices }) => ({
        said: () =>
          `invoice(${JSON.stringify(demands)}, ${capacity}, { site: ${prices.site}, cpu: ${prices.cpu} })`,
        call: () => part.invoice(frozen(demands), capacity, Object.freeze({ ...prices })),
        read: (answer) => wholeNumbers('invoice', answer, demands.length),
      }));
    },
  },
});
interface Question<Answer> {
  /** The call as it would be typed. */
  readonly said: () => string;
  readonly call: () => unknown;
  /** Throws PartError on what is no answer. */
  readonly read: (answer: unknown) => Answer;
}

/** Makes all calls, and then reads their answers once more: functions that are pure do not change what they have returned. */
function answers<Case, Answer>(
  cases: readonly Case[],
  question: (one: Case) => Question<Answer>,
): readonly Answer[] {
  const given = cases.map((one) => {
    const { said, call, read } = question(one);
    return calling(said, () => {
      const answer = call();
      return { said, again: () => read(answer), answer: read(answer) };
    });
  });
  for (const { said, again, answer } of given) {
    calling(said, () => {
      if (JSON.stringify(again()) !== JSON.stringify(answer)) {
        throw new PartError(
          'what was returned was changed by a later call; each call must return an array of its own',
        );
      }
    });
  }
  return given.map(({ answer }) => answer);
}

/**
 * Copies that the part cannot change: sorting a tenant's trace in place would spoil the provider's records. Equal demands are the
 * same object, as a provider would pass them again: a part that remembers answers by it, whatever the target, is wrong.
 */
function freezer(): (demands: readonly (readonly number[])[]) => readonly (readonly number[])[] {
  const known = new Map<string, readonly (readonly number[])[]>();
  return (demands) => {
    const key = JSON.stringify(demands);
    const copy = known.get(key) ?? Object.freeze(demands.map((trace) => Object.freeze([...trace])));
    known.set(key, copy);
    return copy;
  };
}

/** A copy. Its length is looked at first, and no iterator of the part's is asked: neither need come to an end. */
function wholeNumbers(name: string, value: unknown, length: number): number[] {
  if (!Array.isArray(value)) {
    throw new PartError(`${name} returned ${writeInLine(value)}; it must return an array`);
  }
  const returned = value.length;
  if (returned !== length) {
    throw new PartError(
      `${name} returned an array of ${returned} for ${length} tenants; it must have one number a tenant`,
    );
  }
  return Array.from({ length }, (_, i) => wholeNumber(name, value[i]));
}

function wholeNumber(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new PartError(
    `${name} returned ${writeInLine(value)}; its numbers must be safe integers from 0 upwards`,
  );
}
