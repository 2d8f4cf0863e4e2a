/** The scenarios of exercise 10: single pages of code, and whole guests under binary translation. */
import {
  editSketch,
  packEdits,
  runGuest,
  type PageSketch,
  type TranslatePart,
} from '../../../src/hypervisor/index.js';
import { legacyWith, type Hole } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { defineRig, guestOf, type SentGuest } from '../../rig/both-sides/index.js';

interface Guest extends SentGuest {
  memoryBytes: number;
  budget: number;
  holes: Hole[];
}

export default defineRig<TranslatePart>({
  // A page has 2048 halfwords, and a guest that rewrites itself makes the VMM ask again and again.
  budget: 20_000_000,
  scenarios: {
    pages: (translate, { sketches }: { sketches: PageSketch[] }) =>
      sketches.map((sketch) => packEdits(editSketch(translate, sketch))),

    run: (translate, guest: Guest) => {
      const mode = 'full/binary-translation';
      const profile = legacyWith(guest.holes);
      const options = { ...guestOf(guest), mode, profile, vms: 1, trace: true } as const;
      return runGuest(options, { ...referenceParts, translate });
    },
  },
});
