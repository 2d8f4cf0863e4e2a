/** A whole guest in VS-mode, and how many entries of page tables the hardware reads for its accesses. */
import { resultOf, Vmm, type AssistPart, type ExitCounts } from '../../../src/hypervisor/index.js';
import { assisted, type Image } from '../../../src/machine/index.js';
import { referenceParts } from '../../../solutions/reference-parts.js';

export const MODE = 'full/hardware-assisted';

export interface Guest {
  image: Image;
  memoryBytes: number;
  budget: number;
}

export interface WalkedRun {
  readonly end: string;
  readonly exits: ExitCounts;
  /** The most that one access has needed. */
  readonly mostReferences: number;
}

export function runWithWalks(assist: AssistPart, { image, memoryBytes, budget }: Guest): WalkedRun {
  const vmm = new Vmm({ memoryBytes, parts: { ...referenceParts, assist }, vms: 1, profile: assisted });
  const vm = vmm.createVm({ mode: MODE, image, memoryBytes });
  let mostReferences = 0;
  vmm.machine.trace = (event) => {
    if (event.kind === 'walk' && event.physical !== undefined) {
      mostReferences = Math.max(mostReferences, event.entries.length);
    }
  };
  vmm.run(budget);
  const { stop, exits } = resultOf(vm);
  return { end: JSON.stringify(stop), exits, mostReferences };
}
