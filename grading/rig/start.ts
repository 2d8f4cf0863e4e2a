/** Starts the process of a rig: its bundle, the sandbox around it, and nothing else of the lab in sight. */
import { type Launch, rigLimits, type Sandbox, SandboxedProcess } from '../sandbox/index.js';

/** What the bundle of all exercises' rigs is called. */
export const RIGS_SCRIPT = 'rigs.js';

/** `bundle` is the file that `bundleRigs` made. */
export function startRig(bundle: string, sandbox: Sandbox, launch?: Launch): SandboxedProcess {
  const program = { script: bundle, handed: true } as const;
  return new SandboxedProcess({ program, mounts: [], limits: rigLimits, sandbox }, launch);
}
