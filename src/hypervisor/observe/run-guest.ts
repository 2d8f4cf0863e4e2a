/** Runs one guest from its first instruction to its end: on the bare machine, or in the only VM of a VMM. */
import type { VmMode } from '../modes/index.js';
import type { Parts } from '../parts/index.js';
import { Vmm } from '../vmm/index.js';
import { runBare } from './run-bare.js';
import { resultOf, type Run, type RunOptions } from './run.js';
import { recordTrace } from './trace.js';

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

function runInVm(options: RunOptions, mode: VmMode, parts: Parts): Run {
  const { memoryBytes, profile, image, budget, trace = false, input = '' } = options;
  const vmm = new Vmm({ memoryBytes, profile, parts });
  const vm = vmm.createVm({ mode, image, memoryBytes, input });
  if (trace) {
    recordTrace(vm);
  }
  vmm.run(budget);
  return resultOf(vm);
}
