/** Rigs and suites as they were sealed; see engine/bundles.ts. */
import { join } from 'node:path';
import { RIGS_SCRIPT } from '../../rig/index.js';
import type * as original from '../../engine/index.js';

export const buildBundles: typeof original.buildBundles = (root) => Promise.resolve(sealedIn(root));
export const buildRigs: typeof original.buildRigs = (root) =>
  Promise.resolve(join(sealedIn(root), RIGS_SCRIPT));

const sealedIn = (root: string): string => join(root, 'dist/bundles');
