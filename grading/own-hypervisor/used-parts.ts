/**
 * Which part of a VMM an exercise makes, and the modes that use it when they boot the teaching kernel. The others make none that it needs:
 * the ported kernel makes none of the hypercalls of exercise 13.
 */
import { vmModes, type Parts, type VmMode } from '../../src/hypervisor/index.js';

interface UsedPart {
  /** Its name among the parts of a VMM. */
  readonly key: keyof Parts;
  readonly modes: readonly VmMode[];
}

const full = vmModes.filter((mode) => mode.startsWith('full/'));

export const usedParts: ReadonlyMap<string, UsedPart> = new Map<string, UsedPart>([
  ['02-frame-allocator', { key: 'allocator', modes: vmModes }],
  ['08-trap-and-emulate', { key: 'emulate', modes: full }],
  ['10-binary-translation', { key: 'translate', modes: ['full/binary-translation'] }],
  ['11-shadow-paging', { key: 'shadow', modes: ['full/trap-and-emulate', 'full/binary-translation'] }],
  ['12-hardware-assist', { key: 'assist', modes: ['full/hardware-assisted'] }],
  ['14-direct-paging', { key: 'paging', modes: ['para'] }],
]);

/** The first of `modes` that uses the parts of all these exercises; undefined when there is none. */
export function modeThatUses(ids: readonly string[], modes: readonly VmMode[]): VmMode | undefined {
  return modes.find((mode) => ids.every((id) => usedParts.get(id)?.modes.includes(mode)));
}
