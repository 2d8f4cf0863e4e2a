/** The scenarios of exercise 12: single faults of VMs made up for them, and whole guests in VS-mode. */
import { runGuest, runInTurns, type AssistPart } from '../../../src/hypervisor/index.js';
import { assisted } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig, guestOf, type SentGuest } from '../../rig/both-sides/index.js';
import { observe, type Situation } from './model.js';
import { MODE, runWithWalks } from './walks.js';

interface Guest extends SentGuest {
  memoryBytes: number;
  budget: number;
}

export default defineRig<AssistPart>({
  scenarios: {
    fills: (assist, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(assist, situation)),

    run: (assist, guest: Guest) => {
      const options = { ...guestOf(guest), mode: MODE, profile: assisted, vms: 1, trace: true } as const;
      return runGuest(options, { ...referenceParts, assist });
    },

    walks: (assist, guest: Guest) => runWithWalks(assist, guestOf(guest)),

    together: (assist, { guests }: { guests: Guest[] }) =>
      runInTurns(guests.map(guestOf), MODE, { ...referenceParts, assist }, 7),
  },
});
