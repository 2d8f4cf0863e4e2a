/** A driver for the tests of the virtio devices. It knows both layouts, and a test can make it do wrong. */
import { Machine } from './machine.js';
import { RAM_BASE } from './memory/index.js';
import { reg, type VirtioDevice, type VirtioLayout, VirtioTransport } from './devices/virtio/index.js';

export const QUEUE = RAM_BASE + 0x1000; // a page with descriptors and available ring; the next page has the used ring
export const DATA = RAM_BASE + 0x4000;
export const SIZE = 8;
export const NEXT = 1;
export const WRITE = 2;
export const layouts = ['legacy', 'modern'] as const;

/** The flags are NEXT, WRITE or both. */
export type Descriptor = readonly [address: number, length: number, flags: number, next?: number];

/** A driver for a device in slot 0. Its one or two queues are in the memory of a machine of its own. */
export class Driver {
  readonly machine = new Machine({ memoryBytes: 0x40_0000 });
  readonly memory = this.machine.memory;
  readonly transport: VirtioTransport;
  readonly layout: VirtioLayout;
  raised = false;

  constructor(layout: VirtioLayout, device: VirtioDevice) {
    this.layout = layout;
    this.transport = new VirtioTransport(0, this.memory, layout, (raised) => (this.raised = raised), device);
    this.set(reg.Status, 3);
    this.set(reg.Status, 11);
    this.set(reg.GuestPageSize, 4096);
    for (let queue = 0; queue < device.queues; queue += 1) {
      this.setUp(queue);
    }
    this.set(reg.Status, 15);
  }

  get(offset: number): number {
    return this.transport.read(offset, 4);
  }
  set(offset: number, value: number): void {
    this.transport.write(offset, 4, value);
  }

  setUp(queue: number, at = this.place(queue)): void {
    this.set(reg.QueueSel, queue);
    this.set(reg.QueueNum, SIZE);
    this.set(reg.QueueAlign, 4096);
    this.set(reg.QueuePFN, at / 4096);
    const addresses = [
      [reg.QueueDescLow, at],
      [reg.QueueDriverLow, at + 16 * SIZE],
      [reg.QueueDeviceLow, at + 4096],
    ] as const;
    for (const [offset, address] of addresses) {
      this.set(offset, address);
    }
    this.set(reg.QueueReady, 1);
  }

  place(queue: number): number {
    return QUEUE + 0x2000 * queue;
  }

  describe(descriptors: readonly Descriptor[], queue = 0): void {
    descriptors.forEach(([address, length, flags, next = 0], index) => {
      const at = this.place(queue) + 16 * index;
      this.memory.write32(at, address);
      this.memory.write32(at + 4, Math.floor(address / 2 ** 32));
      this.memory.write32(at + 8, length);
      this.memory.write16(at + 12, flags);
      this.memory.write16(at + 14, next);
    });
  }

  /** Makes the chain that begins at descriptor `head` available, and notifies the device. */
  offer(head = 0, queue = 0): void {
    const ring = this.place(queue) + 16 * SIZE;
    const index = this.memory.read16(ring + 2);
    this.memory.write16(ring + 4 + 2 * (index % SIZE), head);
    this.memory.write16(ring + 2, index + 1);
    this.set(reg.QueueNotify, queue);
  }

  /** The number of chains that came back, and the length written for the last one. */
  used(queue = 0): { count: number; length: number } {
    const ring = this.place(queue) + 4096;
    const count = this.memory.read16(ring + 2);
    return { count, length: this.memory.read32(ring + 8 + 8 * ((count + SIZE - 1) % SIZE)) };
  }

  /** Makes a disk request of three buffers. Returns the status byte; 255 if none was written. */
  request(type: number, sector: number, bytes: number, data = DATA): number {
    this.memory.write32(QUEUE + 0x800, type);
    this.memory.write32(QUEUE + 0x808, sector);
    this.memory.write32(QUEUE + 0x80c, Math.floor(sector / 2 ** 32));
    this.memory.write8(QUEUE + 0x810, 255);
    this.describe([
      [QUEUE + 0x800, 16, NEXT, 1],
      [data, bytes, NEXT | (type === OUT ? 0 : WRITE), 2],
      [QUEUE + 0x810, 1, WRITE],
    ]);
    this.offer();
    return this.memory.read8(QUEUE + 0x810);
  }

  isBroken(): boolean {
    const { count } = this.used();
    this.request(IN, 0, 512); // a correct request, which gets no answer if the queue is broken
    const needsReset = (this.get(reg.Status) & reg.DEVICE_NEEDS_RESET) !== 0;
    return this.used().count === count && needsReset === (this.layout === 'modern');
  }
}

// The types of disk requests.
export const IN = 0;
export const OUT = 1;
export const FLUSH = 4;
export const GET_ID = 8;

/** A disk whose sectors are all different. */
export function numberedDisk(sectors = 4): Uint8Array {
  return Uint8Array.from({ length: 512 * sectors }, (_, index) => (index >> 9) + index);
}
