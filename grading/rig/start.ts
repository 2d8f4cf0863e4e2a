/** Starts the process of a rig: its bundle, the sandbox around it, and nothing else of the lab in sight. */
import type { Sandbox } from '../sandbox/command.js';
import { rigLimits } from '../sandbox/limits.js';
import { SandboxedProcess } from '../sandbox/process.js';

/** `bundle` is the file that `bundleRigs` made. */
export function startRig(bundle: string, sandbox: Sandbox): SandboxedProcess {
  const inside = '/lab/rig.js';
  const place =
    sandbox.kind === 'bubblewrap'
      ? { script: inside, mounts: [{ from: bundle, to: inside }] }
      : { script: bundle, mounts: [] };
  return new SandboxedProcess({ ...place, limits: rigLimits, sandbox });
}
