/** The hardware profiles, as `--profile` names them. */
import { assisted, legacy, strict, type Profile } from '../../src/machine/index.js';

export const profiles: Readonly<Record<Profile['name'], Profile>> = { strict, legacy, assisted };

export const profileNames = Object.keys(profiles);
