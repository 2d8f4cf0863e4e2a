/** Starts the process of a rig: its bundle, the sandbox around it, and nothing else of the lab in sight. */
import { rigLimits, type Sandbox, SandboxedProcess } from '../sandbox/index.js';

/** `bundle` is the file that `bundleRigs` made. */
export function startRig(bundle: string, sandbox: Sandbox): SandboxedProcess {
  const inside = '/lab/rig.js';
  const place =
    sandbox.kind === 'bubblewrap'
      ? { script: inside, mounts: [{ from: bundle, to: inside }] }
      : { script: bundle, mounts: [] };
  return new SandboxedProcess({ ...place, limits: rigLimits, sandbox });
}
