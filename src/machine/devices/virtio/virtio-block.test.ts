import { assemble } from '../../../assembler/index.js';
import { Machine } from '../../index.js';
import { boot, register } from '../../testing.js';
import {
  DATA,
  Driver,
  FLUSH,
  GET_ID,
  IN,
  layouts,
  NEXT,
  numberedDisk,
  OUT,
  QUEUE,
  WRITE,
} from '../../testing-virtio.js';
import { RAM_BASE } from '../../memory/physical/memory-map.js';
import { VirtioBlock } from './virtio-block.js';
import * as reg from './virtio-registers.js';

describe.each(layouts)('in the %s layout', (layout) => {
  test('a driver finds the disk, its capacity and its features', () => {
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

  test('a sector is read, and the interrupt stays until the driver acknowledges it', () => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(IN, 2, 512)).toBe(0);
    expect(driver.memory.bytes.slice(0x4000, 0x4200)).toEqual(disk.slice(1024, 1536));
    expect(driver.used()).toEqual({ count: 1, length: 513 });
    expect([driver.raised, driver.get(reg.InterruptStatus)]).toEqual([true, 1]);
    driver.set(reg.InterruptACK, 1);
    expect([driver.raised, driver.get(reg.InterruptStatus)]).toEqual([false, 0]);
  });

  test('sectors are written to the disk itself, and the rings of the queue may wrap around', () => {
    const disk = new Uint8Array(4096);
    const driver = new Driver(layout, new VirtioBlock(disk));
    for (let round = 1; round <= 20; round += 1) {
      driver.memory.bytes.fill(round, 0x4000, 0x4400);
      expect(driver.request(OUT, 6, 1024)).toBe(0);
      expect([disk[3071], disk[3072], disk[4095]]).toEqual([0, round, round]);
      expect(driver.used()).toEqual({ count: round, length: 1 });
    }
  });

  test('flush succeeds, the disk has a name, and other requests are unsupported', () => {
    const driver = new Driver(layout, new VirtioBlock(numberedDisk()));
    expect(driver.request(FLUSH, 0, 0)).toBe(0);
    expect(driver.request(GET_ID, 0, 20)).toBe(0);
    expect(String.fromCharCode(...driver.memory.bytes.slice(0x4000, 0x4009))).toBe('hyperlab\0');
    expect(driver.request(77, 0, 512)).toBe(2);
  });

  test.each([
    ['after the end', IN, 4, 512],
    ['across the end', IN, 3, 1024],
    ['far after the end', IN, 2 ** 63, 512],
    ['of half a sector', IN, 0, 256],
    ['to write after the end', OUT, 4, 512],
  ])('a request %s is an I/O error and moves no data', (_what, type, sector, bytes) => {
    const disk = numberedDisk();
    const driver = new Driver(layout, new VirtioBlock(disk));
    expect(driver.request(type, sector, bytes)).toBe(1);
    expect(disk).toEqual(numberedDisk());
    expect(driver.memory.read32(DATA)).toBe(0);
    expect(driver.used().count).toBe(1);
  });

  test('a hart loses its reservation when the disk writes to memory', () => {
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

  test('a request may be divided into buffers at any byte', () => {
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

  test('what if a request is larger than memory, because its buffers overlap? It is an I/O error', () => {
    const driver = new Driver(layout, new VirtioBlock(new Uint8Array(0x120_0000).fill(7)));
    const buffer = (next: number) => [RAM_BASE + 0x1_0000, 0x38_0000, NEXT | WRITE, next] as const;
    const buffers = [2, 3, 4, 5, 6].map(buffer);
    driver.describe([[QUEUE + 0x800, 16, NEXT, 1], ...buffers, [QUEUE + 0x810, 1, WRITE]]);
    driver.offer();
    expect(driver.memory.read8(QUEUE + 0x810)).toBe(1);
    expect(driver.memory.read8(RAM_BASE + 0x1_0000)).toBe(0);
  });

  test('a program reads a sector of its disk and finds the right data', () => {
    const disk = new Uint8Array(1024);
    new DataView(disk.buffer).setUint32(512, 0x1234_5678, true);
    const machine = boot(assemble(readSector), { disk, virtio: layout });
    expect(machine.run(10_000)).toEqual({ kind: 'finished', code: 0 });
    expect(register(machine, 'a0')).toBe(0x1234_5678);
    expect(register(machine, 'a1')).toBe(1); // its source at the PLIC
  });
});

test('a disk of odd size is refused', () => {
  expect(() => new Machine({ memoryBytes: 4096, disk: new Uint8Array(513) })).toThrow(
    'the disk has 513 bytes: it must be a multiple of 512',
  );
});

/** Finds out the layout, reads sector 1, claims the interrupt at the PLIC, and ends with 0 if the word is right. */
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
