/** The door of this room: what other rooms may import from it. */
export { AddressPath, guestAccessPath, refreshPaths } from './address-path.js';
export { Bus, type Device } from './bus.js';
export { Cache, type CacheGeometry } from './cache.js';
export type { DeviceMemory } from './device-memory.js';
export { entryAt } from './lookaside.js';
export { Lookasides, LOOKASIDES_BYTES } from './lookasides.js';
export * as map from './memory-map.js';
export {
  CLINT_BASE,
  CLINT_BYTES,
  FINISHER_BASE,
  FINISHER_BYTES,
  PAGE_BYTES,
  PLIC_BASE,
  PLIC_BYTES,
  RAM_BASE,
  RTC_BASE,
  RTC_BYTES,
  RTC_IRQ,
  UART_BASE,
  UART_BYTES,
  UART_IRQ,
  VIRTIO_BASE,
  VIRTIO_BYTES,
  VIRTIO_IRQ,
  VIRTIO_SLOTS,
  VIRTIO_STRIDE,
} from './memory-map.js';
export type { GuestFault, MemoryUser, Reserver } from './memory-user.js';
export { checkMemorySize, Memory } from './memory.js';
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
export { Tlbs } from './tlbs.js';
export { FAULTED, holdsForPage, raiseAccessFault, translate } from './translate.js';
