/** What the VMM's code may use besides the VM at hand. */
import type { Machine } from '../../machine/index.js';
import type { Parts } from '../parts/parts.js';

export interface Host {
  readonly machine: Machine;
  readonly parts: Parts;
}
