/** What stands beside the student's parts: here the reference. In a handout, handout/student/the-rest.ts takes the place of this file. */
import { vmModes, type Parts, type VmMode } from '../../src/hypervisor/index.js';
import { bundleRigs } from '../rig/index.js';
import type { Workspace } from '../sandbox/index.js';

export interface TheRest {
  /** In words. */
  readonly words: string;
  /** Parts that it does not have: where a mode uses them, they must be the student's. */
  readonly lacks: readonly (keyof Parts)[];
  readonly modes: readonly VmMode[];
}

export const theRest: TheRest = { words: 'the reference', lacks: [], modes: vmModes };

/** The rig that boots the kernel, as one file. */
export async function bootBundle(root: string, workspace: Workspace): Promise<string> {
  const bundle = workspace.path('boot.js');
  await bundleRigs(root, { boot: './grading/own-hypervisor/boot-rig.js' }, bundle);
  return bundle;
}
