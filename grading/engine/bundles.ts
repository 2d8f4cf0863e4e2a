/**
 * What processes and threads of a grader run: rigs and suites, built from the sources, and built anew when those have changed. The
 * students' handout has its own, built when it was made, and another module stands in this one's place there.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Exercise } from '../exercises/index.js';
import { bundleRigs, RIGS_SCRIPT, rigsOf } from '../rig/index.js';
import { bundleSuites } from '../suite/run/index.js';
import type { Workspace } from '../sandbox/index.js';
import { graderDigest } from './digest.js';
import { KeptBundles } from './kept-bundles.js';

/** Builds rigs and suites. `suite` is the digest of all that they are made of. Returns the folder in which they lie. */
export async function buildBundles(
  root: string,
  suite: string,
  exercises: readonly Exercise[],
  hidden: boolean,
  { folder }: Workspace,
): Promise<string> {
  const kept = new KeptBundles(root, keyOf(suite, exercises, hidden));
  if (kept.copyTo(folder)) {
    return folder;
  }
  const suites = exercises.map(({ manifest, suites: { visible, hidden: more } }) => ({
    exercise: manifest.id,
    files: hidden ? [visible, ...more] : [visible],
  }));
  // Both have ended when this does: nothing is written into the folder after it was removed.
  const builds = await Promise.allSettled([
    bundleRigs(root, rigsOf(idsOf(exercises)), join(folder, RIGS_SCRIPT)),
    bundleSuites(root, suites, folder),
  ]);
  const failed = builds.find((build) => build.status === 'rejected');
  if (failed !== undefined) {
    throw failed.reason;
  }
  if (graderDigest(root) === suite) {
    kept.keep(folder); // nobody has saved a file meanwhile
  }
  return folder;
}

/** Another one for every change of anything that is built, and for other exercises or checks. */
function keyOf(suite: string, exercises: readonly Exercise[], hidden: boolean): string {
  const text = [suite, String(hidden), ...idsOf(exercises)].join(' ');
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}

/** Builds the rigs alone, for plain Jest, which loads the suites itself. Returns the script. */
export async function buildRigs(
  root: string,
  exercises: readonly Exercise[],
  workspace: Workspace,
): Promise<string> {
  const script = workspace.path(RIGS_SCRIPT);
  await bundleRigs(root, rigsOf(idsOf(exercises)), script);
  return script;
}

const idsOf = (exercises: readonly Exercise[]): string[] => exercises.map(({ manifest }) => manifest.id);
