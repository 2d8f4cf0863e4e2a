/** Starts the process of a rig: its bundle, the sandbox around it, and nothing else of the lab in sight. */
import { rigLimits, type Sandbox, SandboxedProcess } from '../sandbox/index.js';

/** What the bundle of all exercises' rigs is called. */
export const RIGS_SCRIPT = 'rigs.js';

/** `bundle` is the file that `bundleRigs` made. */
export function startRig(bundle: string, sandbox: Sandbox): SandboxedProcess {
  return new SandboxedProcess({
    program: { script: bundle, handed: true },
    mounts: [],
    limits: rigLimits,
    sandbox,
  });
}
