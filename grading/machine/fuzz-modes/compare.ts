/** One random guest on the bare machine and in a VM, compared as far as it can tell where it runs. */
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
import { compareSeveral } from './compare-several.js';
import { MEMORY_BYTES, sourceOf, type Guest } from './guest/index.js';

const BUDGET = 4000;
/** What is typed at its console. */
const INPUT = 'typed';
const SECTORS = 4;

/**
 * How the guest's run in a VM on such hardware differs from that on the bare machine as specified; undefined when it does not.
 */
export function difference(
  guest: Guest,
  mode: VmMode,
  hardware: Profile = homeProfile(mode),
): string | undefined {
  const { image, listing } = assemble(sourceOf(guest));
  if (guest.harts > 1) {
    return compareSeveral(image, guest.harts, mode, hardware);
  }
  const options = (): Omit<RunOptions, 'mode'> => ({
    image,
    profile: strict,
    memoryBytes: MEMORY_BYTES,
    budget: BUDGET,
    trace: true,
    input: INPUT,
    disk: disk(),
  });
  const bare = runGuest({ ...options(), mode: 'bare' });
  try {
    const inVm = runGuest({ ...options(), mode, profile: hardware }, referenceParts);
    return compareRuns(bare, inVm, listing);
  } catch (error) {
    return `the VMM threw: ${String(error)}`; // no guest may do that
  }
}

/** A fresh one for each run, since the guest writes to it. Its sectors differ, and hold no page-table entry by chance: V is not set. */
const disk = () =>
  Uint8Array.from({ length: 512 * SECTORS }, (_, index) => (index * 2 + (index >> 9) * 6) & 0xfe);
