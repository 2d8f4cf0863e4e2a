/** The modes that there are. No other file outside of a mode's own room knows one by its name. */
import { assisted, strict, type Profile } from '../../machine/index.js';
import type { ExecutionMode } from '../cpu/index.js';
import { binaryTranslation } from './binary-translation/index.js';
import { hardwareAssisted } from './hardware-assisted/index.js';
import { para } from './para/index.js';
import { trapAndEmulate } from './trap-and-emulate/index.js';

const all = [trapAndEmulate, binaryTranslation, hardwareAssisted, para] as const;

/** The modes in which a VM can run its guest. `bare` is not among them: that is a machine without a VMM. */
export type VmMode = (typeof all)[number]['name'];

/** Their names, as users write them. */
export const vmModes: readonly VmMode[] = all.map(({ name }) => name);

export const modes: ReadonlyMap<string, ExecutionMode> = new Map(all.map((mode) => [mode.name, mode]));

/** The plainest hardware on which a mode runs its guests well. */
export function homeProfile(mode: VmMode): Profile {
  return modes.get(mode)?.needsExtension === true ? assisted : strict;
}
