/** The scenarios of exercise 13: calls of a VM made up for them, and whole paravirtual guests. */
import {
  checkedResult,
  runGuest,
  type HypercallFacade,
  type HypercallPart,
} from '../../../src/hypervisor/index.js';
import { strict } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { calling } from '../../rig/inside/index.js';
import { defineRig, guestOf, type SentGuest } from '../../rig/both-sides/index.js';
import { observe, type Situation } from './model-vm.js';
import { spellCall } from './spell.js';

interface Guest extends SentGuest {
  budget: number;
}

export default defineRig<HypercallPart>({
  scenarios: {
    calls: (hypercall, { situations }: { situations: Situation[] }) =>
      situations.map((situation) => observe(hypercall, situation)),

    run: (hypercall, guest: Guest) => {
      const { image, budget } = guestOf(guest);
      const options = { mode: 'para', image, profile: strict, memoryBytes: 256 * 1024, budget } as const;
      return runGuest(options, { ...referenceParts, hypercall: inGuest(hypercall) });
    },
  },
});

/** The dispatcher as a guest meets it. */
function inGuest(dispatch: HypercallPart): HypercallPart {
  return (call, facade) =>
    calling(
      () => spellCall(call, (address) => wordAt(facade, address)),
      () => checkedResult(dispatch(call, facade)),
    );
}

function wordAt(vm: HypercallFacade, address: number): number | undefined {
  const isThere = address >= vm.memoryBase && address + 4 <= vm.memoryBase + vm.memorySize;
  return isThere && address % 4 === 0 ? vm.readWord(address) : undefined;
}
