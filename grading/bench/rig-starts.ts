/** Starts rigs, a few in a row, with one kind of sandbox around them: `node bench-grade.js rigs KIND COUNT BUNDLE`. */
import { type RigRequest, startRig } from '../rig/index.js';
import { detectSandbox, type SandboxKind } from '../sandbox/index.js';

export async function startRigs(kind: SandboxKind, count: number, bundle: string): Promise<void> {
  const sandbox = { ...detectSandbox(), kind };
  for (let n = 0; n < count; n++) {
    const rig = startRig(bundle, sandbox);
    await rig.ask({ type: 'part', rig: '', script: '', exportName: '' } satisfies RigRequest, 60_000);
    rig.kill();
  }
}
