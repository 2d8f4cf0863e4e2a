/** What the VMM lends to the modes: the machine, and the parts that complete the VMM. */
import type { Machine } from '../../machine/index.js';
import type { Parts } from '../parts/index.js';

export interface VmmServices {
  readonly machine: Machine;
  readonly parts: Parts;
}
