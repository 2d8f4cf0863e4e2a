/** The door of this room: what other rooms may import from it. */
export { AddressPath } from './address-path.js';
export type { GuestFault, MemoryUser, Reserver } from './memory-user.js';
export { breakReservations, touch } from './physical-access.js';
export {
  Pmp,
  PMP_A,
  PMP_ENTRIES,
  PMP_L,
  PMP_NAPOT,
  PMP_R,
  PMP_TOR,
  PMP_W,
  PMP_X,
  pmpConfiguration,
} from './pmp.js';
export { guestAccessPath, refreshPaths } from './refresh-paths.js';
export { SatpWalk } from './satp-walk.js';
export {
  Access,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  walk,
  type Walk,
} from './sv32.js';
export { FAULTED, holdsForPage, raiseAccessFault, translate } from './translate.js';
