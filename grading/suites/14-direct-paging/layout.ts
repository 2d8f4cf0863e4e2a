/** Which frames the machine of a situation has, whose they are, and what else the other VMs may do with them. */
import type { FrameRights } from '../../../src/hypervisor/index.js';

export interface FrameSpec {
  /** The VM's number; without one, the frame is the VMM's. */
  readonly owner?: number;
  /** VMs that may map it for loads, and those that may map it for stores too. */
  readonly read?: readonly number[];
  readonly write?: readonly number[];
}

/** By frame number. Any other number has no frame. */
export type Layout = Readonly<Record<number, FrameSpec>>;

/** Two VMs, `a` and `b`, with ten frames each from `firstA` and `firstB` on, and three frames of the VMM's from `vmm` on. */
export interface Places {
  readonly a: number;
  readonly b: number;
  readonly firstA: number;
  readonly firstB: number;
  readonly vmm: number;
}

/** The machine of the task page's examples. */
export const EXAMPLE: Places = { a: 0, b: 1, firstA: 0x8_0000, firstB: 0x8_0010, vmm: 0x8_0020 };
export const OWN_FRAMES = 10;

/**
 * Each VM owns ten frames. `a` grants its last one to `b` for stores; `b` grants its last one to `a` for stores and the one before
 * for loads. Of the VMM's frames both may read the first, `a` may write the second, and nobody may map the third.
 */
export function layoutOf({ a, b, firstA, firstB, vmm }: Places): Layout {
  const own = (first: number, owner: number) =>
    Array.from({ length: OWN_FRAMES }, (_, i) => [first + i, { owner }] as const);
  return {
    ...Object.fromEntries([...own(firstA, a), ...own(firstB, b)]),
    [firstA + 9]: { owner: a, write: [b] },
    [firstB + 8]: { owner: b, read: [a] },
    [firstB + 9]: { owner: b, write: [a] },
    [vmm]: { read: [a, b] },
    [vmm + 1]: { write: [a] },
    [vmm + 2]: {},
  };
}

export function rightsTo(spec: FrameSpec | undefined, vm: number): FrameRights {
  if (spec?.owner === vm) {
    return 'own';
  }
  return spec?.write?.includes(vm) ? 'write' : spec?.read?.includes(vm) ? 'read' : 'none';
}

const ranks: readonly FrameRights[] = ['none', 'read', 'write', 'own'];

/** Whether nobody has less with `after` than with `before`. */
export function onlyGives(before: FrameSpec | undefined, after: FrameSpec): boolean {
  const vms = [before?.owner ?? [], before?.read ?? [], before?.write ?? []].flat();
  return vms.every((vm) => ranks.indexOf(rightsTo(after, vm)) >= ranks.indexOf(rightsTo(before, vm)));
}
