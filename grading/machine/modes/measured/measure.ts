/** All that is measured: operations and the kernel, on the bare machine and once in each mode. */
import { PartError, VmError, type Parts } from '../../../../src/hypervisor/index.js';
import { computers, nameOf, type Computer } from '../index.js';
import { updateCosts, type UpdateCosts } from './batches.js';
import { GuestBroken } from './guest-broken.js';
import { measureKernel, type KernelCosts } from './kernel-bench.js';
import { measureMicro, type MicroCosts } from './micro.js';

export interface Measured {
  readonly mode: string;
  readonly profile: string;
  /** Undefined where the guests of the operations cannot run: a paravirtual VMM has no unmodified guests. */
  readonly micro: MicroCosts | undefined;
  readonly kernel: KernelCosts | undefined;
  /** Undefined where the guest asks nobody for a change of its page tables. */
  readonly updates?: UpdateCosts | undefined;
  /** What went wrong, where something is missing. */
  readonly problem: string | undefined;
}

/** Once a mode, on the first hardware on which it is at home. */
export function measuredComputers(): readonly Computer[] {
  const seen = new Set<string>();
  return computers().filter(({ mode }) => {
    const first = !seen.has(mode);
    seen.add(mode);
    return first;
  });
}

export function measure(computer: Computer, parts: Parts): Measured {
  const problems: string[] = [];
  const attempt = <Value>(work: () => Value): Value | undefined => {
    try {
      return work();
    } catch (error) {
      problems.push(faultOf(error));
      return undefined;
    }
  };
  const unmodified = computer.mode === 'bare' || computer.mode.startsWith('full/');
  const micro = unmodified ? attempt(() => measureMicro(computer, parts)) : undefined;
  const kernel = attempt(() => measureKernel(computer, parts));
  const updates = computer.mode === 'para' ? attempt(() => updateCosts(parts)) : undefined;
  return {
    mode: computer.mode,
    profile: computer.profile.name,
    micro,
    kernel,
    updates,
    problem: problems.length === 0 ? undefined : problems.join('; '),
  };
}

export function measureAll(
  parts: Parts,
  progress: (name: string) => void = () => undefined,
): readonly Measured[] {
  return measuredComputers().map((computer) => {
    progress(nameOf(computer));
    return measure(computer, parts);
  });
}

/** A part that breaks the rules, or a kernel that breaks with it, is a result; any other error is ours. */
function faultOf(error: unknown): string {
  if (error instanceof VmError || error instanceof PartError || error instanceof GuestBroken) {
    return error.message;
  }
  throw error;
}
