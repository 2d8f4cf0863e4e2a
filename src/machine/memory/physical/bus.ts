/**
 * The bus: it finds the device that answers at a physical address outside of RAM.
 * Privileged specification 1.12, section 3.6.1 (an access to a vacant region faults).
 */

export interface Device {
  readonly base: number;
  readonly bytes: number;
  /** Returns the value at `offset`, unsigned; undefined if the device does not answer an access of `size` bytes there. */
  read(offset: number, size: number): number | undefined;
  /** Returns false if the device does not answer. */
  write(offset: number, size: number, value: number): boolean;
}

export class Bus {
  /** How often a device was read or written. */
  accesses = 0;
  readonly #devices: readonly Device[];

  constructor(devices: readonly Device[]) {
    this.#devices = devices;
  }

  /** Loads 1, 2 or 4 bytes. Undefined means an access fault. `address` may have 34 bits. */
  read(address: number, size: number): number | undefined {
    const device = this.#find(address, size);
    return device?.read(address - device.base, size);
  }

  /** Stores 1, 2 or 4 bytes. False means an access fault. */
  write(address: number, size: number, value: number): boolean {
    const device = this.#find(address, size);
    return device !== undefined && device.write(address - device.base, size, value >>> 0);
  }

  /** Is there a device at this address? Not each access to it is answered. */
  reaches(address: number): boolean {
    return this.#devices.some(({ base, bytes }) => address >= base && address < base + bytes);
  }

  #find(address: number, size: number): Device | undefined {
    const device = this.#devices.find(({ base, bytes }) => address >= base && address + size <= base + bytes);
    this.accesses += device === undefined ? 0 : 1;
    return device;
  }
}
