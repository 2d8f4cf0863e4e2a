/**
 * What processes and threads of a grader run: rigs and suites, built anew from the sources, since the lab may have changed. The
 * students' handout has its own, built when it was made, and another module stands in this one's place there.
 */
import type { Exercise } from '../exercises/index.js';
import { bundleRigs } from '../rig/index.js';
import { bundleSuites } from '../suite/run/index.js';
import type { Workspace } from '../sandbox/index.js';

/** Builds rigs and suites. Returns the folder in which they lie. */
export async function buildBundles(
  root: string,
  exercises: readonly Exercise[],
  hidden: boolean,
  { folder }: Workspace,
): Promise<string> {
  const suites = exercises.map(({ manifest, suites: { visible, hidden: more } }) => ({
    exercise: manifest.id,
    files: hidden ? [visible, ...more] : [visible],
  }));
  // Both have ended when this does: nothing is written into the folder after it was removed.
  const builds = await Promise.allSettled([
    bundleRigs(root, idsOf(exercises), folder),
    bundleSuites(root, suites, folder),
  ]);
  const failed = builds.find((build) => build.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
  return folder;
}

/** Builds the rigs alone, for plain Jest, which loads the suites itself. Returns the folder in which they lie. */
export async function buildRigs(
  root: string,
  exercises: readonly Exercise[],
  { folder }: Workspace,
): Promise<string> {
  await bundleRigs(root, idsOf(exercises), folder);
  return folder;
}

const idsOf = (exercises: readonly Exercise[]): string[] => exercises.map(({ manifest }) => manifest.id);
