/** The scenarios of exercise 14: steps on a machine made up for them. */
import type { DirectPagingPart } from '../../../src/hypervisor/index.js';
import { defineRig } from '../../rig/both-sides/index.js';
import { observe, observeUntilWrong } from './observe.js';
import type { Situation } from './situation.js';

export default defineRig<DirectPagingPart>({
  // The largest scenario makes tables of 129 frames and of none again: 132,096 entries, taken and dropped.
  budget: 20_000_000,
  scenarios: {
    steps: (paging, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(paging, situation)),

    /** Of each sequence: what each step answered, and what was wrong first. */
    sequences: (paging, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => {
        const observed = observeUntilWrong(paging, situation);
        const last = observed.at(-1);
        return {
          answers: observed.map(({ answer }) => answer),
          ...(last?.wrong && { wrong: last.wrong, what: last.what }),
        };
      }),
  },
});
