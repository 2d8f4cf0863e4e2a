/** The door of this room: what other rooms may import from it. */
export { Bus, type Device } from './bus.js';
export { Cache, type CacheGeometry } from './cache.js';
export type { DeviceMemory } from './device-memory.js';
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
export { checkMemorySize, Memory } from './memory.js';
