/** What the VMM does about the exits that mean the same in all modes with a deprivileged kernel. Each mode adds its own. */
import { Cause } from '../../../machine/index.js';
import { serveSbiCall } from '../common/index.js';
import type { DeprivilegedGuest } from './deprivileged-guest.js';
import { accessDevice } from './device-access.js';
import type { Handlers } from './exits.js';
import { fillShadow } from './fill-shadow.js';

export const commonHandlers: Omit<Handlers<DeprivilegedGuest>, 'privileged instruction' | 'hypercall'> = {
  'illegal instruction': (guest, { word }) => guest.giveTrap(Cause.IllegalInstruction, word),
  'system call': (guest) => guest.giveTrap(Cause.EcallFromU, 0),
  'SBI call': serveSbiCall,
  'page fault': fillShadow,
  'device access': accessDevice,
  'guest exception': (guest, { cause, tval }) => guest.giveTrap(cause, tval),
};
