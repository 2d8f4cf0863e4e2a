/** One random guest on the bare machine and in a VM, compared at every step; and the smallest part of it that still differs. */
import { assemble } from '../../../src/assembler/index.js';
import {
  compareRuns,
  homeProfile,
  runGuest,
  type RunOptions,
  type VmMode,
} from '../../../src/hypervisor/index.js';
import { strict, type Profile } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';
import { MEMORY_BYTES, sourceOf, type Guest } from './guest.js';

const BUDGET = 4000;

/**
 * How the guest's run in a VM on such hardware differs from that on the bare machine as specified; undefined when it does not.
 */
export function difference(
  guest: Guest,
  mode: VmMode,
  hardware: Profile = homeProfile(mode),
): string | undefined {
  const { image, listing } = assemble(sourceOf(guest));
  const options: Omit<RunOptions, 'mode'> = {
    image,
    profile: strict,
    memoryBytes: MEMORY_BYTES,
    budget: BUDGET,
    trace: true,
  };
  const bare = runGuest({ ...options, mode: 'bare' });
  try {
    const inVm = runGuest({ ...options, mode, profile: hardware }, referenceParts);
    return compareRuns(bare, inVm, listing);
  } catch (error) {
    return `the VMM threw: ${String(error)}`; // no guest may do that
  }
}

/** Leaves out blocks as long as the guest still differs. */
export function shrink(guest: Guest, differs: (guest: Guest) => boolean): Guest {
  let { blocks } = guest;
  for (let size = Math.ceil(blocks.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let at = 0; at < blocks.length;) {
      const fewer = { blocks: [...blocks.slice(0, at), ...blocks.slice(at + size)] };
      if (differs(fewer)) {
        ({ blocks } = fewer);
      } else {
        at += size;
      }
    }
  }
  return { blocks };
}
