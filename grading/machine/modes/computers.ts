/** The computers on which the teaching kernel is shown: the bare machine, and each mode of the VMM on the hardware that tells most. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { KERNEL_FILES } from '../../../src/guests/index.js';
import { vmModes, type VmMode } from '../../../src/hypervisor/index.js';
import { type Image, loadElf, PAGE_BYTES, type Profile } from '../../../src/machine/index.js';
import { profiles } from '../../command-line/index.js';
import { labRoot } from '../../lab-root.js';

export interface Computer {
  readonly mode: 'bare' | VmMode;
  readonly profile: Profile;
  /** The kernel that is made for it. */
  readonly kernel: Image;
  readonly memoryBytes: number;
}

const MEMORY_BYTES = 16 * 1024 * 1024;

type ProfileName = Profile['name'];

/** A mode that is not listed is shown on all hardware. */
const hardware: Readonly<Record<string, readonly ProfileName[]>> = {
  bare: ['strict', 'legacy'], // the holes are in user mode only: an unmodified kernel works there
  'full/trap-and-emulate': ['strict', 'legacy'],
  'full/binary-translation': ['legacy'],
  'full/hardware-assisted': ['assisted'],
};

/** In the order in which they are shown; the bare machine, with which all are compared, comes first. */
export function computers(): readonly Computer[] {
  const modes = ['bare', ...vmModes] as const;
  return modes.flatMap((mode) => {
    const guest = guestOf(mode);
    const names = hardware[mode] ?? (Object.keys(profiles) as ProfileName[]);
    return guest === undefined ? [] : names.map((name) => ({ mode, profile: profiles[name], ...guest }));
  });
}

/** `full/trap-and-emulate on strict` */
export const nameOf = ({ mode, profile }: Pick<Computer, 'mode' | 'profile'>): string =>
  `${mode} on ${profile.name}`;

/**
 * The guests of `full/…` are unmodified. A mode that its kernel must know of has a port, with a page more of memory for what kernel and VMM
 * share, so that as much is free for both kernels; undefined where there is no port.
 */
function guestOf(mode: Computer['mode']): Pick<Computer, 'kernel' | 'memoryBytes'> | undefined {
  if (mode === 'bare' || mode.startsWith('full/')) {
    return { kernel: kernelIn(KERNEL_FILES.elf), memoryBytes: MEMORY_BYTES };
  }
  const ports: Readonly<Record<string, string | undefined>> = KERNEL_FILES;
  const file = ports[mode];
  return file === undefined ? undefined : { kernel: kernelIn(file), memoryBytes: MEMORY_BYTES + PAGE_BYTES };
}

const kernelIn = (file: string): Image => loadElf(readFileSync(join(labRoot(), file)));
