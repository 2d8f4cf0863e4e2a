import { assemble } from '../assembler/index.js';
import { Machine, RAM_BASE, VIRTIO_BASE, VIRTIO_STRIDE } from './index.js';
import { boot, register } from './testing.js';
import { VirtioBlock } from './virtio-block.js';
import { VirtioConsole } from './virtio-console.js';
import * as reg from './virtio-registers.js';
import { VirtioTransport, type VirtioDevice, type VirtioLayout } from './virtio-transport.js';

const QUEUE = RAM_BASE + 0x1000; // one page of descriptors and available ring, the used ring in the next
const DATA = RAM_BASE + 0x4000;
const SIZE = 8;
const NEXT = 1;
const WRITE = 2;
const layouts = ['legacy', 'modern'] as const;

type Descriptor = readonly [address: number, length: number, flags: number, next?: number];

/** A driver with a queue, or with two, in a machine's memory, talking to a device at slot 0. */
class Driver {
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

  /** Makes the chain that begins with descriptor `head` available, and notifies the device. */
  offer(head = 0, queue = 0): void {
    const ring = this.place(queue) + 16 * SIZE;
    const index = this.memory.read16(ring + 2);
    this.memory.write16(ring + 4 + 2 * (index % SIZE), head);
    this.memory.write16(ring + 2, index + 1);
    this.set(reg.QueueNotify, queue);
  }

  /** How many chains came back, and the length of the last one. */
  used(queue = 0): { count: number; length: number } {
    const ring = this.place(queue) + 4096;
    const count = this.memory.read16(ring + 2);
    return { count, length: this.memory.read32(ring + 8 + 8 * ((count + SIZE - 1) % SIZE)) };
  }

  /** A disk request in three buffers. Returns the status byte; 255: none was written. */
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
    this.request(IN, 0, 512); // a right one, which nobody answers any more
    const needsReset = (this.get(reg.Status) & reg.DEVICE_NEEDS_RESET) !== 0;
    return this.used().count === count && needsReset === (this.layout === 'modern');
  }
}

const IN = 0;
const OUT = 1;
const FLUSH = 4;
const GET_ID = 8;

function numberedDisk(sectors = 4): Uint8Array {
  return Uint8Array.from({ length: 512 * sectors }, (_, index) => (index >> 9) + index);
}

describe.each(layouts)('in the %s layout', (layout) => {
  test('a disk is found, with its capacity and features', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk(), { readOnly: true }));
    const ids = [reg.MagicValue, reg.Version, reg.DeviceID, reg.VendorID].map((at) => driver.get(at));
    expect(ids).toEqual([0x7472_6976, layout === 'legacy' ? 1 : 2, 2, 0x554d_4551]);
    expect([driver.get(reg.Config), driver.get(reg.Config + 4)]).toEqual([4, 0]);
    expect(driver.transport.read(reg.Config + 21, 1)).toBe(2); // 512
    expect(driver.get(reg.DeviceFeatures) & 0x220).toBe(0x220);
    driver.set(reg.DeviceFeaturesSel, 1);
    expect(driver.get(reg.DeviceFeatures)).toBe(layout === 'legacy' ? 0 : 1);
    driver.set(reg.DeviceFeaturesSel, 2);
    expect(driver.get(reg.DeviceFeatures)).toBe(0);
  });

  test('a sector is read, with an interrupt that stays until it is acknowledged', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(IN, 2, 512)).toBe(0);
    expect(driver.memory.bytes.slice(0x4000, 0x4200)).toEqual(disk.slice(1024, 1536));
    expect(driver.used()).toEqual({ count: 1, length: 513 });
    expect([driver.raised, driver.get(reg.InterruptStatus)]).toEqual([true, 1]);
    driver.set(reg.InterruptACK, 1);
    expect([driver.raised, driver.get(reg.InterruptStatus)]).toEqual([false, 0]);
  });

  test('sectors are written to the disk itself, and the queue may go round and round', () => {
    const disk = new Uint8Array(4096);
    const driver = new Driver(layout, new VirtioBlock(disk));
    for (let round = 1; round <= 20; round += 1) {
      driver.memory.bytes.fill(round, 0x4000, 0x4400);
      expect(driver.request(OUT, 6, 1024)).toBe(0);
      expect([disk[3071], disk[3072], disk[4095]]).toEqual([0, round, round]);
      expect(driver.used()).toEqual({ count: round, length: 1 });
    }
  });

  test('a driver that wants no interrupts gets none', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.memory.write16(QUEUE + 16 * SIZE, 1);
    expect(driver.request(IN, 0, 512)).toBe(0);
    expect([driver.raised, driver.used().count]).toEqual([false, 1]);
  });

  test('flush succeeds, the name is given, and other requests are unsupported', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    expect(driver.request(FLUSH, 0, 0)).toBe(0);
    expect(driver.request(GET_ID, 0, 20)).toBe(0);
    expect(String.fromCharCode(...driver.memory.bytes.slice(0x4000, 0x4009))).toBe('hyperlab\0');
    expect(driver.request(77, 0, 512)).toBe(2);
  });

  test.each([
    ['behind the end', IN, 4, 512],
    ['across the end', IN, 3, 1024],
    ['far behind the end', IN, 2 ** 63, 512],
    ['of half a sector', IN, 0, 256],
    ['behind the end, to write', OUT, 4, 512],
  ])('a request %s is an I/O error and moves no data', (_what, type, sector, bytes) => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(type, sector, bytes)).toBe(1);
    expect(disk).toEqual(numberedDisk());
    expect(driver.memory.read32(DATA)).toBe(0);
    expect(driver.used().count).toBe(1);
  });

  test('a hart that has reserved a word loses it when the disk has written', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    const { hart } = driver.machine;
    const nothing = hart.reservation;
    hart.reservation = DATA;
    driver.request(IN, 0, 512);
    expect(hart.reservation).toBe(nothing);
  });

  test('a read-only disk cannot be written', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk, { readOnly: true }));
    expect(driver.request(OUT, 0, 512)).toBe(1);
    expect(disk).toEqual(numberedDisk());
  });

  test('a request may be cut into buffers anywhere', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    driver.memory.write32(QUEUE + 0x808, 1);
    driver.describe([
      [QUEUE + 0x800, 9, NEXT, 1],
      [QUEUE + 0x809, 7, NEXT, 2],
      [DATA, 100, WRITE | NEXT, 3],
      [DATA + 0x400, 413, WRITE],
    ]);
    driver.memory.write8(DATA + 0x400 + 412, 255);
    driver.offer();
    expect(driver.memory.bytes.slice(0x4000, 0x4064)).toEqual(disk.slice(512, 612));
    expect(driver.memory.bytes.slice(0x4400, 0x4400 + 413)).toEqual(
      Uint8Array.of(...disk.slice(612, 1024), 0),
    );
  });

  test.each<[string, readonly Descriptor[]]>([
    [
      'loops',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 1, WRITE | NEXT, 1],
      ],
    ],
    ['goes on outside the table', [[QUEUE + 0x800, 16, NEXT, SIZE]]],
    [
      'is as long as can be',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 0xffff_ffff, WRITE],
      ],
    ],
    [
      'lies twice where there is no memory',
      [
        [0x1000, 16, NEXT, 1],
        [0x2000, 1, WRITE],
      ],
    ],
    [
      'lies for more than a page where there is no memory',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [2 ** 64 - 8192, 4097, WRITE],
      ],
    ],
    [
      'is to be read after written',
      [
        [DATA, 1, WRITE | NEXT, 1],
        [QUEUE + 0x800, 16, 0],
      ],
    ],
    ['is indirect', [[QUEUE + 0x800, 16, 4]]],
    ['has no status', [[QUEUE + 0x800, 16, 0]]],
    [
      'has half a header',
      [
        [QUEUE + 0x800, 8, NEXT, 1],
        [DATA, 1, WRITE],
      ],
    ],
  ])('what if a chain of buffers %s? The queue is not served any more', (_what, descriptors) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.describe(descriptors);
    driver.offer();
    expect(driver.used().count).toBe(0);
    expect(driver.isBroken()).toBe(true);
    driver.set(reg.Status, 0);
    expect([driver.get(reg.Status), driver.raised, driver.get(reg.InterruptStatus)]).toEqual([0, false, 0]);
  });

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
        [2 ** 64 - 2 ** 31 + 2048, 16, NEXT, 1], // the nearest that a number can be
        [DATA, 513, WRITE],
      ],
    ],
    [
      'behind memory',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 512, WRITE | NEXT, 2],
        [RAM_BASE + 0x40_0000, 1, WRITE],
      ],
    ],
    [
      'beyond 32 bits',
      [
        [QUEUE + 0x800, 16, NEXT, 1],
        [DATA, 512, WRITE | NEXT, 2],
        [2 ** 32 + DATA, 1, WRITE],
      ],
    ],
  ])(
    'what if a buffer lies %s? It reads as zeros, and what is written there is lost',
    (_what, descriptors) => {
      const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
      driver.describe(descriptors);
      driver.offer();
      expect(driver.used()).toEqual({ count: 1, length: 513 });
      expect(driver.memory.read32(DATA)).toBe(0x0302_0100);
      expect(driver.isBroken()).toBe(false);
    },
  );

  test('what if a disk is written from where there is no memory? It gets zeros', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(OUT, 1, 512, 0x2000)).toBe(0);
    expect(disk.subarray(512, 1024).every((byte) => byte === 0)).toBe(true);
  });

  test('what if a head is outside the table, or more is available than fits?', () => {
    const first = new Driver(layout, new VirtioBlock(numberedDisk()));
    first.offer(SIZE);
    expect(first.isBroken()).toBe(true);
    const second = new Driver(layout, new VirtioBlock(numberedDisk()));
    second.memory.write16(QUEUE + 16 * SIZE + 2, SIZE + 1);
    second.set(reg.QueueNotify, 0);
    expect(second.isBroken()).toBe(true);
  });

  test.each([0, 3, 512, 0xffff_ffff])('what if a queue has %s descriptors?', (size) => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    driver.set(reg.QueueNum, size);
    driver.set(reg.QueuePFN, QUEUE / 4096);
    driver.set(reg.QueueNotify, 0);
    expect(driver.isBroken()).toBe(true);
  });

  test('what if a queue is not in memory, or is not there at all?', () => {
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

  test('what if data is read over the rings themselves, again and again? It comes to an end', () => {
    const disk = new Uint8Array(512).fill(0xff);
    const driver = new Driver(layout, new VirtioBlock(disk));
    driver.request(IN, 0, 512, QUEUE);
    driver.request(IN, 0, 512, QUEUE + 4096);
    expect(driver.get(reg.MagicValue)).toBe(0x7472_6976);
  });

  test('what if a guest asks for megabytes with one step? It gets the rest when it acknowledges an interrupt', () => {
    const driver = new Driver(layout, new VirtioBlock(new Uint8Array(0x10_0000)));
    driver.memory.write16(QUEUE + 16 * SIZE, 1); // it wants no interrupts, but gets one
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

  test('what if a request is larger than memory, because its buffers overlap? It is an I/O error', () => {
    const driver = new Driver(layout, new VirtioBlock(new Uint8Array(0x120_0000).fill(7)));
    const part = (next: number) => [RAM_BASE + 0x1_0000, 0x38_0000, NEXT | WRITE, next] as const;
    const parts = [2, 3, 4, 5, 6].map(part);
    driver.describe([[QUEUE + 0x800, 16, NEXT, 1], ...parts, [QUEUE + 0x810, 1, WRITE]]);
    driver.offer();
    expect(driver.memory.read8(QUEUE + 0x810)).toBe(1);
    expect(driver.memory.read8(RAM_BASE + 0x1_0000)).toBe(0);
  });

  test('what if more is printed at once than memory holds, or input is to go nowhere? That breaks the queue', () => {
    const port = { putByte: () => undefined, getByte: () => 1 };
    const driver = new Driver(layout, new VirtioConsole(port));
    driver.describe([[RAM_BASE, 0x20_0000, 0]], 1);
    driver.offer(0, 1);
    driver.setUp(0);
    driver.describe([[RAM_BASE, 4, 0]]);
    driver.offer();
    expect([driver.used(0).count, driver.used(1).count]).toEqual([0, 0]);
  });

  test('what if a guest writes anything to every register?', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    for (const value of [0xffff_ffff, 0x8000_1000, 1, 0x7fff_ffff]) {
      for (let offset = 0; offset < 0x200; offset += 4) {
        driver.set(offset, value);
        driver.get(offset);
      }
    }
    expect(driver.get(reg.MagicValue)).toBe(0x7472_6976);
  });

  test('the console prints what it is given, and fills buffers when there is input', () => {
    const printed: number[] = [];
    const input: number[] = [];
    const port = { putByte: (byte: number) => printed.push(byte), getByte: () => input.shift() ?? -1 };
    const driver = new Driver(layout, new VirtioConsole(port));
    driver.memory.bytes.set([72, 105], 0x5800);
    driver.describe([[RAM_BASE + 0x5800, 2, 0]], 1);
    driver.offer(0, 1);
    expect([printed, driver.used(1)]).toEqual([[72, 105], { count: 1, length: 0 }]);
    driver.describe([[RAM_BASE + 0x6000, 4, WRITE]]);
    driver.offer();
    expect(driver.used().count).toBe(0);
    input.push(1, 2, 3);
    driver.transport.serve(0);
    expect(driver.used()).toEqual({ count: 1, length: 3 });
    expect([...driver.memory.bytes.subarray(0x6000, 0x6004)]).toEqual([1, 2, 3, 0]);
  });

  test('a guest reads a sector of its disk and compares', () => {
    const disk = new Uint8Array(1024);
    new DataView(disk.buffer).setUint32(512, 0x1234_5678, true);
    const machine = boot(assemble(readSector), { disk, virtio: layout });
    expect(machine.run(10_000)).toEqual({ kind: 'finished', code: 0 });
    expect(register(machine, 'a0')).toBe(0x1234_5678);
    expect(register(machine, 'a1')).toBe(1); // its source at the PLIC
  });
});

/** The disk's first word, read by a legacy driver that sets its queue up like this, and how many chains came back. */
function firstWord(...settings: (readonly [register: number, value: number])[]): readonly number[] {
  const driver = new Driver('legacy', new VirtioBlock(numberedDisk()));
  driver.set(reg.Status, 0);
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
    'gives 0 for it, and no size of pages',
    [
      [reg.QueueNum, SIZE],
      [reg.QueueAlign, 0],
      [reg.QueuePFN, QUEUE],
    ],
  ],
  [
    'gives it last',
    [
      [reg.GuestPageSize, 4096],
      [reg.QueueNum, SIZE],
      [reg.QueueAlign, 256],
      [reg.QueuePFN, QUEUE / 4096],
      [reg.QueueAlign, 4096],
    ],
  ],
  [
    'gives the size last',
    [
      [reg.GuestPageSize, 4096],
      [reg.QueuePFN, QUEUE / 4096],
      [reg.QueueNum, SIZE],
    ],
  ],
  [
    'gives 0 for the size of pages',
    [
      [reg.GuestPageSize, 0],
      [reg.QueueNum, SIZE],
      [reg.QueuePFN, QUEUE],
    ],
  ],
])('a legacy driver that %s is served as on QEMU', (_what, settings) => {
  expect(firstWord(...settings)).toEqual([0x0302_0100, 1]);
});

test('slots without a device say so, and their registers end after 512 bytes', () => {
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

test('a disk of odd size is refused', () => {
  expect(() => new Machine({ memoryBytes: 4096, disk: new Uint8Array(513) })).toThrow(
    'the disk has 513 bytes: it must be a multiple of 512',
  );
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

test('a modern device serves what was made available before the driver was ready, but not before', () => {
  const driver = new Driver('modern', new VirtioBlock(numberedDisk()));
  driver.set(reg.Status, 0);
  driver.set(reg.Status, 11);
  driver.setUp(0);
  expect(driver.request(IN, 0, 512)).toBe(255);
  driver.set(reg.Status, 15);
  expect(driver.memory.read8(QUEUE + 0x810)).toBe(0);
});

/** Finds out which layout there is, reads sector 1, takes the interrupt at the PLIC, and ends with 0 if the word is right. */
const readSector = `
  li s0, 0x10001000
  li t0, 0x0c000004      # PLIC: priority of source 1, and enable it for M-mode
  li t1, 1
  sw t1, 0(t0)
  li t0, 0x0c002000
  li t1, 2
  sw t1, 0(t0)
  li t1, 3
  sw t1, 0x70(s0)
  li t1, 11
  sw t1, 0x70(s0)
  sw zero, 0x30(s0)
  li t1, 8
  sw t1, 0x38(s0)
  li s1, 0x80004000      # the queue
  lw t0, 4(s0)
  li t1, 1
  beq t0, t1, legacy
  sw s1, 0x80(s0)
  addi t1, s1, 128
  sw t1, 0x90(s0)
  li t1, 0x80005000
  sw t1, 0xa0(s0)
  li t1, 1
  sw t1, 0x44(s0)
  j ready
legacy:
  li t1, 4096
  sw t1, 0x28(s0)
  sw t1, 0x3c(s0)
  srli t1, s1, 12
  sw t1, 0x40(s0)
ready:
  li t1, 15
  sw t1, 0x70(s0)
  li s2, 0x80006000      # header, status at 16, data at 512
  li t1, 1
  sw t1, 8(s2)
  sw s2, 0(s1)
  li t1, 16
  sw t1, 8(s1)
  li t1, 0x00010001      # NEXT, descriptor 1
  sw t1, 12(s1)
  addi t1, s2, 512
  sw t1, 16(s1)
  li t1, 512
  sw t1, 24(s1)
  li t1, 0x00020003      # NEXT and WRITE, descriptor 2
  sw t1, 28(s1)
  addi t1, s2, 16
  sw t1, 32(s1)
  li t1, 1
  sw t1, 40(s1)
  li t1, 2               # WRITE
  sw t1, 44(s1)
  fence
  li t1, 0x00010000      # idx 1, entry 0 is descriptor 0
  sw t1, 128(s1)
  fence
  sw zero, 0x50(s0)
  li t0, 0x80005000
wait:
  lhu t1, 2(t0)
  beqz t1, wait
  li t0, 0x0c200004
  lw a1, 0(t0)           # claim
  li t1, 1
  sw t1, 0x64(s0)
  sw a1, 0(t0)
  lbu t1, 16(s2)
  bnez t1, fail
  lw a0, 512(s2)
  li t1, 0x12345678
  bne a0, t1, fail
  li t1, 0x5555
  j end
fail:
  li t1, 0x13333
end:
  li t0, 0x100000
  sw t1, 0(t0)
  j end
`;
