/** Runs guests from the first instruction to the end: one on the bare machine or in the only VM of a VMM, or several in turns. */
import { homeProfile, type VmMode } from '../../modes/index.js';
import type { Parts } from '../../parts/index.js';
import { Vmm } from '../../vmm/index.js';
import { runBare } from './run-bare.js';
import { resultOf, type Run, type RunOptions } from './run.js';
import { recordTrace } from '../trace/index.js';

/**
 * `parts` are the VMM's. Every mode except 'bare' needs them.
 * @throws ImageError or VmError when the guest does not fit; PartError when a part breaks the rules of its socket
 */
export function runGuest(options: RunOptions & { readonly mode: 'bare' }): Run;
export function runGuest(options: RunOptions, parts: Parts): Run;
export function runGuest(options: RunOptions, parts?: Parts): Run {
  if (options.mode === 'bare') {
    return runBare(options);
  }
  if (parts === undefined) {
    throw new TypeError(`mode '${options.mode}' needs the parts of a VMM`);
  }
  return runInVm(options, options.mode, parts);
}

/**
 * Runs several guests at once, each in a VM of one VMM, `sliceSteps` steps in turn, until the largest budget is used. All steps
 * are recorded. Throws as runGuest does.
 */
export function runInTurns(
  guests: readonly Pick<RunOptions, 'image' | 'memoryBytes' | 'budget'>[],
  mode: VmMode,
  parts: Parts,
  sliceSteps: number,
): Run[] {
  const memoryBytes = guests.reduce((sum, guest) => sum + guest.memoryBytes, 0);
  const profile = homeProfile(mode);
  const vmm = new Vmm({ memoryBytes, parts, vms: guests.length, profile, sliceSteps });
  const vms = guests.map(({ image, memoryBytes }) => recordTrace(vmm.createVm({ mode, image, memoryBytes })));
  vmm.run(Math.max(...guests.map(({ budget }) => budget)));
  return vms.map(resultOf);
}

function runInVm(options: RunOptions, mode: VmMode, parts: Parts): Run {
  const { memoryBytes, profile, image, budget, trace = false, input = '', disk, vms } = options;
  const vmm = new Vmm({ memoryBytes, profile, parts, ...(vms !== undefined && { vms }) });
  const vm = vmm.createVm({ mode, image, memoryBytes, input, ...(disk && { disk }) });
  if (trace) {
    recordTrace(vm);
  }
  vmm.run(budget);
  return resultOf(vm);
}
