/** The rig of `hyperlab boot`: the teaching kernel on a VMM with some parts of the student's, beside the bare machine, or the reference. */
import { runSideBySide, type Parts, type SideBySide, type VmMode } from '../../src/hypervisor/index.js';
import { assisted, legacy, loadElf, PAGE_BYTES, strict } from '../../src/machine/index.js';
import { referenceParts } from '../../solutions/reference-parts.js';
import type { Rig } from '../rig/index.js';

const profiles = { strict, legacy, assisted };

export interface BootInput {
  readonly mode: VmMode;
  readonly profile: keyof typeof profiles;
  /** The kernel is the paravirtual port. */
  readonly ported: boolean;
  /** The kernel's ELF file and its disk, in base64: the rig sees no files. */
  readonly elf: string;
  readonly disk: string;
  readonly commands: readonly string[];
  readonly budget: number;
}

/** A ported kernel shares one more page with its VMM. */
const MEMORY_BYTES = 16 * 1024 * 1024;

const rig: Rig<Partial<Parts>> = {
  budget: Number.MAX_SAFE_INTEGER, // nothing is graded: a part that never ends is ended by the clock
  scenarios: {
    boot: (own, { elf, disk, profile, ported, ...kernel }: BootInput): SideBySide =>
      runSideBySide(
        {
          ...kernel,
          image: loadElf(bytesOf(elf)),
          disk: bytesOf(disk),
          profile: profiles[profile],
          memoryBytes: MEMORY_BYTES + (ported ? PAGE_BYTES : 0),
          prompt: '$ ',
        },
        { ...referenceParts, ...own },
        ported ? referenceParts : undefined, // there is no bare machine on which it runs
      ),
  },
};

export default rig;

const bytesOf = (base64: string) => Uint8Array.from(Buffer.from(base64, 'base64'));
