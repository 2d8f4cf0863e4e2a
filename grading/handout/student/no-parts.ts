/** In a handout, `hyperlab run` boots the bare machine alone: a VM would need all parts. */
import type { Parts } from '../../../src/hypervisor/index.js';

export const referenceParts: Partial<Parts> = {};
