/** The scenarios of exercise 13: calls of a VM made up for them, and whole paravirtual guests. */
import { assemble } from '../../../src/assembler/index.js';
import { runGuest, type HypercallPart } from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/define-rig.js';
import { observe, type Situation } from './model-vm.js';

interface Guest {
  source: string;
  budget: number;
}

export default defineRig<HypercallPart>({
  scenarios: {
    calls: (hypercall, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(hypercall, situation)),

    run: (hypercall, { source, budget }: Guest) => {
      const { image } = assemble(source);
      const options = { mode: 'para', image, profile: strict, memoryBytes: 256 * 1024, budget } as const;
      return runGuest(options, { ...referenceParts, hypercall });
    },
  },
});
