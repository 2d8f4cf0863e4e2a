/** The scenarios of exercise 15: requests of kernels, and rounds of guest code on a machine with a cache. */
import type { ColouringPart } from '../../../src/hypervisor/index.js';
import { defineRig } from '../../rig/both-sides/index.js';
import { inOrder } from './in-order.js';
import { observe, type Situation } from './model-vms.js';

export default defineRig<ColouringPart>({
  scenarios: {
    requests: (colourPages, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(colourPages, situation)),

    /** The same for a kernel that sees no colours: it takes the frames in the order of its list. */
    uncoloured: (_colourPages, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(inOrder, situation)),
  },
});
