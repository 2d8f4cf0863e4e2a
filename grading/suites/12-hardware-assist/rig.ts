/** The scenarios of exercise 12: single faults of VMs made up for them, and whole guests in VS-mode. */
import { assemble } from '../../../src/assembler/index.js';
import { runGuest, runInTurns, type AssistPart } from '../../../src/hypervisor/index.js';
import { assisted } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig } from '../../rig/define-rig.js';
import { observe, type Situation } from './model.js';
import { MODE, runWithWalks, type Guest } from './walks.js';

export default defineRig<AssistPart>({
  scenarios: {
    fills: (assist, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(assist, situation)),

    run: (assist, { source, memoryBytes, budget }: Guest) => {
      const { image } = assemble(source);
      const options = { mode: MODE, image, profile: assisted, memoryBytes, budget, trace: true } as const;
      return runGuest(options, { ...referenceParts, assist });
    },

    walks: (assist, guest: Guest) => runWithWalks(assist, guest),

    together: (assist, { guests }: { guests: Guest[] }) => {
      const assembled = guests.map((guest) => ({ ...guest, image: assemble(guest.source).image }));
      return runInTurns(assembled, MODE, { ...referenceParts, assist }, 7);
    },
  },
});
