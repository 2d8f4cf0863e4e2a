/**
 * What stands beside a student's parts when `hyperlab boot` boots the kernel in a handout: stand-ins, where there are some; see
 * own-hypervisor/the-rest.ts. Mode para compares each step with the reference's, which no student gets.
 */
import { join } from 'node:path';
import type * as original from '../../own-hypervisor/index.js';

export const theRest: original.TheRest = {
  words: 'stand-ins',
  lacks: ['translate', 'assist'],
  modes: ['full/trap-and-emulate', 'full/binary-translation', 'full/hardware-assisted'],
};

export const bootBundle: typeof original.bootBundle = (root) =>
  Promise.resolve(join(root, 'dist/bundles/boot.js'));
