import { assemble } from '../../../assembler/index.js';
import { Machine, RAM_BASE, VIRTIO_BASE, VIRTIO_STRIDE } from '../../index.js';
import { DATA, Driver, IN, layouts, NEXT, numberedDisk, QUEUE, SIZE, WRITE } from '../../testing-virtio.js';
import { VirtioBlock } from './virtio-block.js';
import { VirtioConsole } from './virtio-console.js';
import * as reg from './virtio-registers.js';

describe.each(layouts)('in the %s layout', (layout) => {
  test('a driver that asks for no interrupts gets none', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.memory.write16(QUEUE + 16 * SIZE, 1);
    expect(driver.request(IN, 0, 512)).toBe(0);
    expect([driver.raised, driver.used().count]).toEqual([false, 1]);
  });

  test('what if a driver asks for megabytes in one step? It gets the rest when it acknowledges an interrupt', () => {
    const driver = new Driver(layout, new VirtioBlock(new Uint8Array(0x10_0000)));
    driver.memory.write16(QUEUE + 16 * SIZE, 1); // the driver asks for no interrupts, but gets one
    driver.describe([
      [QUEUE + 0x800, 16, NEXT, 1],
      [RAM_BASE + 0x10_0000, 0x10_0000, NEXT | WRITE, 2],
      [QUEUE + 0x810, 1, WRITE],
    ]);
    driver.memory.write16(QUEUE + 16 * SIZE + 2, SIZE); // all heads are 0
    driver.set(reg.QueueNotify, 0);
    expect([driver.used().count, driver.raised]).toEqual([4, true]);
    driver.set(reg.InterruptACK, 1);
    expect(driver.used().count).toBe(8);
    driver.set(reg.InterruptACK, 1);
    expect([driver.used().count, driver.raised]).toEqual([8, false]);
  });

  test('what if a driver writes anything to every register?', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    for (const value of [0xffff_ffff, 0x8000_1000, 1, 0x7fff_ffff]) {
      for (let offset = 0; offset < 0x200; offset += 4) {
        driver.set(offset, value);
        driver.get(offset);
      }
    }
    expect(driver.get(reg.MagicValue)).toBe(0x7472_6976);
  });
});

/** The disk's first word, as a legacy driver reads it after it wrote these registers, and how many chains came back. */
function firstWord(...settings: (readonly [register: number, value: number])[]): readonly number[] {
  const driver = new Driver('legacy', new VirtioBlock(numberedDisk()));
  driver.transport.reset(); // as on a new board: a driver's own reset keeps some of the settings
  driver.set(reg.Status, 7);
  settings.forEach(([register, value]) => driver.set(register, value));
  driver.request(IN, 0, 512);
  return [driver.memory.read32(DATA), driver.used().count];
}

test.each<[string, [register: number, value: number][]]>([
  [
    'gives no alignment',
    [
      [reg.GuestPageSize, 4096],
      [reg.QueueNum, SIZE],
      [reg.QueuePFN, QUEUE / 4096],
    ],
  ],
  [
    'gives the alignment 0, and no page size',
    [
      [reg.QueueNum, SIZE],
      [reg.QueueAlign, 0],
      [reg.QueuePFN, QUEUE],
    ],
  ],
  [
    'gives the alignment last',
    [
      [reg.GuestPageSize, 4096],
      [reg.QueueNum, SIZE],
      [reg.QueueAlign, 256],
      [reg.QueuePFN, QUEUE / 4096],
      [reg.QueueAlign, 4096],
    ],
  ],
  [
    'gives the size of the queue last',
    [
      [reg.GuestPageSize, 4096],
      [reg.QueuePFN, QUEUE / 4096],
      [reg.QueueNum, SIZE],
    ],
  ],
  [
    'gives the page size 0',
    [
      [reg.GuestPageSize, 0],
      [reg.QueueNum, SIZE],
      [reg.QueuePFN, QUEUE],
    ],
  ],
])('a legacy driver that %s is served as on QEMU', (_what, settings) => {
  expect(firstWord(...settings)).toEqual([0x0302_0100, 1]);
});

describe('a reset by the driver, as on QEMU', () => {
  /** A legacy driver that does as Linux: it gives the page size, and then resets the device. */
  function resetDriver(...before: (readonly [register: number, value: number])[]): Driver {
    const driver = new Driver('legacy', new VirtioBlock(numberedDisk()));
    before.forEach(([register, value]) => driver.set(register, value));
    driver.set(reg.Status, 0);
    return driver;
  }

  test('keeps GuestPageSize', () => {
    const driver = resetDriver([reg.GuestPageSize, 1024]);
    driver.set(reg.QueueNum, SIZE);
    driver.set(reg.QueuePFN, QUEUE / 1024);
    driver.request(IN, 0, 512);
    expect([driver.memory.read32(DATA), driver.used().count]).toEqual([0x0302_0100, 1]);
  });

  test('keeps QueueAlign', () => {
    const driver = resetDriver([reg.QueueAlign, 256]);
    driver.set(reg.QueueNum, SIZE);
    driver.set(reg.QueuePFN, QUEUE / 4096);
    driver.request(IN, 0, 512);
    const used = QUEUE + 256; // the available ring ends at 150
    expect([driver.memory.read32(DATA), driver.memory.read16(used + 2)]).toEqual([0x0302_0100, 1]);
  });

  test('keeps the selectors of feature words', () => {
    const driver = resetDriver([reg.DeviceFeaturesSel, 1]);
    expect(driver.get(reg.DeviceFeatures)).toBe(0); // of the second word: a legacy device has none there
    driver.set(reg.DeviceFeaturesSel, 0);
    expect(driver.get(reg.DeviceFeatures)).not.toBe(0);
  });

  test('takes away the queues, the selected queue, the status and the interrupt', () => {
    const driver = resetDriver([reg.QueueSel, 1]);
    expect([reg.Status, reg.InterruptStatus, reg.QueuePFN].map((register) => driver.get(register))).toEqual([
      0, 0, 0,
    ]);
    expect(driver.get(reg.QueueNumMax)).toBeGreaterThan(0); // of queue 0
    expect(driver.raised).toBe(false);
    expect(driver.request(IN, 0, 512)).toBe(255);
  });

  test.each([
    ['a disk', 256],
    ['a console', 128],
  ])('gives the queue of %s the size that it has until a driver sets one: %i', (what, size) => {
    const device =
      what === 'a disk'
        ? new VirtioBlock(numberedDisk())
        : new VirtioConsole({ putByte: () => undefined, getByte: () => -1 });
    const queue = what === 'a disk' ? 0 : 1;
    const driver = new Driver('legacy', device); // it has set another size
    driver.set(reg.Status, 0);
    driver.set(reg.GuestPageSize, 4096);
    driver.set(reg.QueueSel, queue);
    driver.set(reg.QueuePFN, QUEUE / 4096); // no QueueNum
    const available = QUEUE + 16 * size;
    driver.memory.write32(QUEUE, DATA);
    driver.memory.write32(QUEUE + 8, 16); // the header of a request; or what the console prints
    driver.memory.write16(QUEUE + 12, what === 'a disk' ? NEXT : 0);
    driver.memory.write16(QUEUE + 14, 1);
    driver.memory.write32(QUEUE + 16, DATA + 16);
    driver.memory.write32(QUEUE + 24, 513);
    driver.memory.write16(QUEUE + 28, WRITE);
    driver.memory.write16(available + 2, 1);
    driver.set(reg.QueueNotify, queue);
    const used = Math.ceil((available + 6 + 2 * size) / 4096) * 4096;
    expect(driver.memory.read16(used + 2)).toBe(1);
  });

  test('keeps size and addresses of a queue in the modern layout: a driver may only make it ready again', () => {
    const driver = new Driver('modern', new VirtioBlock(numberedDisk()));
    driver.set(reg.Status, 0);
    expect(driver.get(reg.QueueReady)).toBe(0);
    driver.set(reg.Status, 11);
    driver.set(reg.QueueReady, 1);
    driver.set(reg.Status, 15);
    expect(driver.request(IN, 0, 512)).toBe(0);
  });

  test.each(layouts)('drops the features that the driver of a %s device had asked for', (layout) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.set(reg.DriverFeatures, 0xffff_ffff); // not all of them are offered
    driver.set(reg.Status, 0);
    driver.set(reg.Status, 11);
    expect(driver.get(reg.Status)).toBe(11);
  });

  test('keeps what was typed at the console, also the byte that the device has taken already', () => {
    const typed = [104, 105];
    const device = new VirtioConsole({ putByte: () => undefined, getByte: () => typed.shift() ?? -1 });
    const driver = new Driver('modern', device);
    driver.set(reg.QueueNotify, 0);
    expect(device.wants(0)).toBe(true);
    driver.set(reg.Status, 0);
    driver.set(reg.Status, 11);
    driver.setUp(0);
    driver.set(reg.Status, 15);
    driver.describe([[DATA, 2, WRITE]]);
    driver.offer();
    expect([driver.memory.read8(DATA), driver.memory.read8(DATA + 1)]).toEqual([104, 105]);
  });

  test('is what writing 0 to QueuePFN does too', () => {
    const driver = new Driver('legacy', new VirtioBlock(numberedDisk()));
    driver.request(IN, 0, 512);
    expect(driver.raised).toBe(true);
    driver.set(reg.QueuePFN, 0);
    expect([reg.Status, reg.InterruptStatus, reg.QueuePFN].map((register) => driver.get(register))).toEqual([
      0, 0, 0,
    ]);
    expect(driver.raised).toBe(false);
  });

  test('is not what writing 0 to QueuePFN does in the modern layout, which has no such register', () => {
    const driver = new Driver('modern', new VirtioBlock(numberedDisk()));
    driver.set(reg.QueuePFN, 0);
    expect(driver.get(reg.Status)).toBe(15);
    expect(driver.request(IN, 0, 512)).toBe(0);
  });

  test.each(layouts)('lets a %s device that waits for it work again', (layout) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.describe([[QUEUE, 16, NEXT, 99]]);
    driver.offer();
    expect(driver.isBroken()).toBe(true);
    driver.set(reg.Status, 0);
    driver.memory.bytes.fill(0, 0x1000, 0x3000);
    driver.set(reg.Status, 11);
    driver.setUp(0);
    driver.set(reg.Status, 15);
    expect(driver.request(IN, 0, 512)).toBe(0);
  });
});

test('QueuePFN counts pages of the size that is set now, and a size that is no power of two means its lowest bit, as on QEMU', () => {
  const driver = new Driver('legacy', new VirtioBlock(numberedDisk()));
  const number = (size: number) => {
    driver.set(reg.GuestPageSize, size);
    return driver.get(reg.QueuePFN);
  };
  expect([4096, 512, 0, 3, 12_288, 0x8000_0000].map(number)).toEqual(
    [4096, 512, 1, 1, 4096, 0x8000_0000].map((bytes) => Math.floor(QUEUE / bytes)),
  );
});

test('a slot without a device says so, and the registers of a slot end after 512 bytes', () => {
  const { bus } = new Machine({ memoryBytes: 4096, disk: new Uint8Array(512) }).hart;
  const ids = Array.from({ length: 8 }, (_, slot) => {
    const base = VIRTIO_BASE + slot * VIRTIO_STRIDE;
    return [bus.read(base, 4), bus.read(base + 8, 4), bus.read(base + 0x200, 4)];
  });
  expect(ids).toEqual([2, 0, 0, 0, 0, 0, 0, 0].map((id) => [0x7472_6976, id, undefined]));
  expect(bus.read(VIRTIO_BASE, 1)).toBe(0);
});

test('the device tree names all eight slots', () => {
  const machine = new Machine({ memoryBytes: 0x1_0000, deviceTree: true });
  machine.load(assemble('nop').image);
  const text = new TextDecoder('latin1').decode(machine.memory.bytes);
  const names = Array.from({ length: 8 }, (_, slot) => `virtio_mmio@1000${slot + 1}000\0`);
  expect(names.filter((name) => text.includes(name))).toEqual(names);
});

test('a modern device refuses features that it has not offered', () => {
  const driver = new Driver('modern', new VirtioBlock(numberedDisk()));
  driver.set(reg.Status, 0);
  driver.set(reg.DriverFeaturesSel, 0);
  driver.set(reg.DriverFeatures, 1 << 28);
  driver.set(reg.Status, 11);
  expect(driver.get(reg.Status)).toBe(3);
  driver.set(reg.DriverFeatures, 1 << 9);
  driver.set(reg.Status, 11);
  expect(driver.get(reg.Status)).toBe(11);
});

test('a modern device serves requests only when the driver is ready, also those that were made earlier', () => {
  const driver = new Driver('modern', new VirtioBlock(numberedDisk()));
  driver.set(reg.Status, 0);
  driver.set(reg.Status, 11);
  driver.setUp(0);
  expect(driver.request(IN, 0, 512)).toBe(255);
  driver.set(reg.Status, 15);
  expect(driver.memory.read8(QUEUE + 0x810)).toBe(0);
});
