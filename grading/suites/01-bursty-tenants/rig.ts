/** The scenarios of exercise 01: each calls one function of the part for many cases, and copies out whole numbers only. */
import { PartError, type CapacityPart, type CapacityPrices } from '../../../src/hypervisor/index.js';
import { calling } from '../../rig/calling.js';
import { defineRig } from '../../rig/define-rig.js';
import { writeInLine } from '../../rig/write-value.js';

interface Planning {
  cases: { demands: number[][]; target: number }[];
}

interface Invoicing {
  cases: { demands: number[][]; capacity: number; prices: CapacityPrices }[];
}

export default defineRig<CapacityPart>({
  scenarios: {
    dedicated: (part, { cases }: Planning) =>
      cases.map(({ demands, target }) =>
        calling(
          () => `dedicated(${JSON.stringify(demands)}, ${target})`,
          () => wholeNumbers('dedicated', part.dedicated(frozen(demands), target), demands.length),
        ),
      ),

    shared: (part, { cases }: Planning) =>
      cases.map(({ demands, target }) =>
        calling(
          () => `shared(${JSON.stringify(demands)}, ${target})`,
          () => wholeNumber('shared', part.shared(frozen(demands), target)),
        ),
      ),

    plan: (part, { cases }: Planning) =>
      cases.map(({ demands, target }) =>
        calling(
          () => `plan(${JSON.stringify(demands)}, ${target})`,
          () => wholeNumber('plan', part.plan(frozen(demands), target)),
        ),
      ),

    invoice: (part, { cases }: Invoicing) =>
      cases.map(({ demands, capacity, prices }) =>
        calling(
          () =>
            `invoice(${JSON.stringify(demands)}, ${capacity}, { site: ${prices.site}, cpu: ${prices.cpu} })`,
          () => {
            const answer = part.invoice(frozen(demands), capacity, Object.freeze({ ...prices }));
            return wholeNumbers('invoice', answer, demands.length);
          },
        ),
      ),
  },
});

/** A copy that the part cannot change: sorting a tenant's trace in place would spoil the provider's records. */
function frozen(demands: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return Object.freeze(demands.map((trace) => Object.freeze([...trace])));
}

function wholeNumbers(name: string, value: unknown, length: number): number[] {
  if (!Array.isArray(value)) {
    throw new PartError(`${name} returned ${writeInLine(value)}; it must return an array`);
  }
  const copy = Array.from(value as unknown[]);
  if (copy.length !== length) {
    throw new PartError(
      `${name} returned an array of ${copy.length} for ${length} tenants; it must have one number a tenant`,
    );
  }
  return copy.map((item) => wholeNumber(name, item));
}

function wholeNumber(name: string, value: unknown): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0) {
    return value;
  }
  throw new PartError(
    `${name} returned ${writeInLine(value)}; its numbers must be safe integers from 0 upwards`,
  );
}
