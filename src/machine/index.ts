/** The door of the machine: everything that other layers may import, from the ground up. */
export * from './isa/index.js';
export {
  Access,
  breakReservations,
  type Bus,
  type Cache,
  type CacheGeometry,
  CLINT_BASE,
  CLINT_BYTES,
  type DeviceMemory,
  FINISHER_BASE,
  FINISHER_BYTES,
  Memory,
  PAGE_BYTES,
  PMP_NAPOT,
  PMP_R,
  PMP_W,
  PMP_X,
  PTE_A,
  PTE_D,
  PTE_G,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  RAM_BASE,
  translate,
  UART_BASE,
  UART_BYTES,
  UART_IRQ,
  VIRTIO_BASE,
  VIRTIO_BYTES,
  VIRTIO_IRQ,
  VIRTIO_SLOTS,
  VIRTIO_STRIDE,
  walk,
  type Walk,
} from './memory/index.js';
export {
  encodeUtf8,
  type Image,
  ImageError,
  loadElf,
  placeDeviceTree,
  type Segment,
  Tohost,
} from './program/index.js';
export { type CostTable, CSR_COUNT, NEVER, type TimeSource } from './csr/index.js';
export { Board, type Ending, type Uart, type VirtioOptions } from './devices/index.js';
export { type GuestRecord, type Hart, NO_RESERVATION } from './hart/index.js';
export {
  type FirmwareKind,
  handleSbi,
  SbiError,
  SbiExtension,
  HartState,
  type SbiHarts,
  type SbiPlatform,
  type SbiResult,
} from './firmware/index.js';
export { costs } from './cost.js';
export {
  hasChanged,
  isNoticed,
  storeOf,
  type Standstill,
  type Store,
  type TrapInLoop,
} from './standstill.js';
export type { Stop } from './stop.js';
export type { MachineOptions } from './machine-options.js';
export { Machine } from './machine.js';
