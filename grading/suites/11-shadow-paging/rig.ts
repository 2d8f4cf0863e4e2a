/** The scenarios of exercise 11: accesses of VMs made up for them, and whole guests with page tables. */
import { assemble } from '../../../src/assembler/index.js';
import { runGuest, runInTurns, type ShadowPart } from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/define-rig.js';
import { observe, type Situation } from './model-mmu.js';

const MODE = 'full/trap-and-emulate';

interface Guest {
  source: string;
  memoryBytes: number;
  budget: number;
}

export default defineRig<ShadowPart>({
  scenarios: {
    accesses: (shadow, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(shadow, situation)),

    run: (shadow, { source, memoryBytes, budget }: Guest) => {
      const { image } = assemble(source);
      const options = { mode: MODE, image, profile: strict, memoryBytes, budget, trace: true } as const;
      return runGuest(options, { ...referenceParts, shadow });
    },

    together: (shadow, { guests }: { guests: Guest[] }) => {
      const assembled = guests.map((guest) => ({ ...guest, image: assemble(guest.source).image }));
      return runInTurns(assembled, MODE, { ...referenceParts, shadow }, 7);
    },
  },
});
