/**
 * Memory as a device sees it that reads and writes by itself (DMA). On the bare machine this is RAM; for a device of a virtual
 * machine it is guest-physical memory, whose pages lie anywhere in RAM. So there is no array of all bytes here.
 */
export interface DeviceMemory {
  /** Is there memory for all `size` bytes that start at `address`? `address` may be any number. */
  contains(address: number, size: number): boolean;
  // Values are unsigned. An address outside of memory is a mistake of the caller: RangeError.
  read16(address: number): number;
  read32(address: number): number;
  write16(address: number, value: number): void;
  write32(address: number, value: number): void;
  /** The bytes as they are now: use them before anything else is written. */
  readBytes(address: number, length: number): Uint8Array;
  writeBytes(address: number, bytes: Uint8Array): void;
  /** Called after a device has written. */
  readonly onDeviceWrite?: (() => void) | undefined;
}
