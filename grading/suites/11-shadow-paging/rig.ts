/** The scenarios of exercise 11: accesses of VMs made up for them, and whole guests with page tables. */
import { runGuest, runInTurns, type ShadowPart } from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig, guestOf, type SentGuest } from '../../rig/both-sides/index.js';
import { observe } from './model-mmu.js';
import type { Situation } from './situation.js';

const MODE = 'full/trap-and-emulate';

interface Guest extends SentGuest {
  memoryBytes: number;
  budget: number;
}

export default defineRig<ShadowPart>({
  scenarios: {
    accesses: (shadow, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(shadow, situation)),

    run: (shadow, guest: Guest) => {
      const options = { ...guestOf(guest), mode: MODE, profile: strict, vms: 1, trace: true } as const;
      return runGuest(options, { ...referenceParts, shadow });
    },

    together: (shadow, { guests }: { guests: Guest[] }) =>
      runInTurns(guests.map(guestOf), MODE, { ...referenceParts, shadow }, 7),
  },
});
