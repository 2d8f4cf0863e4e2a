/**
 * Guests that attack: each tries one way to reach what is not its own, to take more than its share, or to make the VMM stumble. They are
 * S-mode kernels, unmodified, and behave the same on the bare machine.
 */
import { deviceAttackers } from './device-attackers.js';
import { memoryAttackers } from './memory-attackers.js';
import { timeAttackers } from './time-attackers.js';

export const attackers: Readonly<Record<string, string>> = {
  ...memoryAttackers,
  ...timeAttackers,
  ...deviceAttackers,
};
