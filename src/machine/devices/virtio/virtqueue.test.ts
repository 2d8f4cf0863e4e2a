import { RAM_BASE } from '../../memory/physical/memory-map.js';
import {
  DATA,
  Driver,
  IN,
  layouts,
  NEXT,
  numberedDisk,
  OUT,
  QUEUE,
  SIZE,
  WRITE,
  type Descriptor,
} from '../../testing-virtio.js';
import { VirtioBlock } from './virtio-block.js';
import * as reg from './virtio-registers.js';

describe.each(layouts)('in the %s layout', (layout) => {
  test.each<[string, readonly Descriptor[]]>([
    [
      'loops',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 1, WRITE | NEXT, 1],
      ],
    ],
    ['continues outside of the table', [[QUEUE + 0x800, 16, NEXT, SIZE]]],
    [
      'is as long as a length can say',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 0xffff_ffff, WRITE],
      ],
    ],
    [
      'has two buffers outside of memory',
      [
        [0x1000, 16, NEXT, 1],
        [0x2000, 1, WRITE],
      ],
    ],
    [
      'has more than a page outside of memory',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [2 ** 64 - 8192, 4097, WRITE],
      ],
    ],
    [
      'has a readable buffer after a writable one',
      [
        [DATA, 1, WRITE | NEXT, 1],
        [QUEUE + 0x800, 16, 0],
      ],
    ],
    ['is indirect', [[QUEUE + 0x800, 16, 4]]],
    ['has no status byte', [[QUEUE + 0x800, 16, 0]]],
    [
      'has half a header',
      [
        [QUEUE + 0x800, 8, NEXT, 1],
        [DATA, 1, WRITE],
      ],
    ],
  ])(
    'what if a chain of buffers %s? The queue is not served until the device is reset',
    (_what, descriptors) => {
      const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
      driver.describe(descriptors);
      driver.offer();
      expect(driver.used().count).toBe(0);
      expect(driver.isBroken()).toBe(true);
      driver.set(reg.Status, 0);
      expect([driver.get(reg.Status), driver.raised, driver.get(reg.InterruptStatus)]).toEqual([0, false, 0]);
    },
  );

  test.each<[string, readonly Descriptor[]]>([
    [
      'below memory',
      [
        [0x1000, 16, NEXT, 1],
        [DATA, 513, WRITE],
      ],
    ],
    [
      'at an address that was sign-extended',
      [
        [2 ** 64 - 2 ** 31 + 2048, 16, NEXT, 1], // as close to it as a number can be
        [DATA, 513, WRITE],
      ],
    ],
    [
      'after memory',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 512, WRITE | NEXT, 2],
        [RAM_BASE + 0x40_0000, 1, WRITE],
      ],
    ],
    [
      'above 32 bits',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 512, WRITE | NEXT, 2],
        [2 ** 32 + DATA, 1, WRITE],
      ],
    ],
  ])('what if a buffer is %s? It reads as zeros, and writes to it are lost', (_what, descriptors) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.describe(descriptors);
    driver.offer();
    expect(driver.used()).toEqual({ count: 1, length: 513 });
    expect(driver.memory.read32(DATA)).toBe(0x0302_0100);
    expect(driver.isBroken()).toBe(false);
  });

  test('what if the data for a disk is outside of memory? The disk gets zeros', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(OUT, 1, 512, 0x2000)).toBe(0);
    expect(disk.subarray(512, 1024).every((byte) => byte === 0)).toBe(true);
  });

  test('what if a head is outside of the table, or the available ring holds too many? The queue is broken', () => {
    const first = new Driver(layout, new VirtioBlock(numberedDisk()));
    first.offer(SIZE);
    expect(first.isBroken()).toBe(true);
    const second = new Driver(layout, new VirtioBlock(numberedDisk()));
    second.memory.write16(QUEUE + 16 * SIZE + 2, SIZE + 1);
    second.set(reg.QueueNotify, 0);
    expect(second.isBroken()).toBe(true);
  });

  test.each([0, 3, 512, 0xffff_ffff])('what if a queue has %s descriptors? It is broken', (size) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.set(reg.QueueNum, size);
    driver.set(reg.QueuePFN, QUEUE / 4096);
    driver.set(reg.QueueNotify, 0);
    expect(driver.isBroken()).toBe(true);
  });

  test('what if a queue does not exist, or is not in memory? The first is ignored, the second is broken', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.set(reg.QueueNotify, 1);
    driver.set(reg.QueueNotify, 0xffff_ffff);
    driver.set(reg.QueueSel, 0xffff_ffff);
    driver.set(reg.QueueNum, 8);
    driver.set(reg.QueuePFN, 1);
    expect([driver.get(reg.QueueNumMax), driver.get(reg.QueuePFN)]).toEqual([0, 0]);
    expect(driver.request(IN, 0, 512)).toBe(0);
    driver.setUp(0, 0x1000);
    driver.set(reg.QueueNotify, 0);
    expect(driver.isBroken()).toBe(true);
  });

  test('what if the disk is read into the rings themselves, which then ask for more? The step ends', () => {
    const disk = new Uint8Array(512).fill(0xff);
    const driver = new Driver(layout, new VirtioBlock(disk));
    driver.request(IN, 0, 512, QUEUE);
    driver.request(IN, 0, 512, QUEUE + 4096);
    expect(driver.get(reg.MagicValue)).toBe(0x7472_6976);
  });
});
