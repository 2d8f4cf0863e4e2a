import {
  CLINT_BASE,
  FINISHER_BASE,
  Machine,
  UART_BASE,
  VIRTIO_BASE,
  type Ending,
} from '../../machine/index.js';
import { VirtualDevices, type DeviceOptions } from './devices.js';
import { GuestMemory } from './guest-memory.js';
import { VirtualClock } from './virtual-clock.js';

const BASE = 0x8000_0000;

/** Devices of a VM with two pages, which lie in the machine's memory in the wrong order. */
function create(options: DeviceOptions = {}) {
  const machine = new Machine({ memoryBytes: 8 * 4096 });
  const frames = new Map([
    [BASE / 4096, BASE / 4096 + 5],
    [BASE / 4096 + 1, BASE / 4096 + 2],
  ]);
  const memory = new GuestMemory(machine.memory, (frame) => frames.get(frame), BASE, 2 * 4096);
  const clock = new VirtualClock();
  const ends: Ending[] = [];
  return {
    devices: new VirtualDevices(memory, clock, options, (end) => ends.push(end)),
    memory,
    clock,
    ends,
  };
}

test('a VM has the board of the bare machine, and nothing else', () => {
  const { devices } = create();
  const places = [UART_BASE, UART_BASE + 7, FINISHER_BASE, 0x0010_1000, CLINT_BASE, 0x0c00_0000, VIRTIO_BASE];
  expect(places.map((at) => devices.answersAt(at))).toEqual(places.map(() => true));
  const others = [UART_BASE - 1, UART_BASE + 8, 0x8000_0000, UART_BASE + 2 ** 32];
  expect(others.map((at) => devices.answersAt(at))).toEqual(others.map(() => false));
  expect(others.map((at) => devices.read(at, 1))).toEqual(others.map(() => undefined));
});

test('its clock shows the virtual time, and its alarm rings by it', () => {
  const { devices, clock } = create();
  clock.setTime(123);
  expect(devices.read(CLINT_BASE + 0xbff8, 4)).toBe(123);
  devices.write(0x0010_1008, 4, 50_000); // nanoseconds, of 100 a tick
  devices.write(0x0010_1010, 4, 1);
  devices.write(0x0c00_0000 + 4 * 11, 4, 1);
  devices.write(0x0c00_2080, 4, 1 << 11);
  expect([devices.deadline, devices.interrupts(0)]).toEqual([500, false]);
  clock.setTime(500);
  expect(devices.interrupts(0)).toBe(true);
});

test('bytes of its console go to and come from whoever owns the VM', () => {
  const { devices } = create();
  devices.write(UART_BASE, 1, -0x100 + 0x68); // only the low byte counts
  devices.putByte(0x69);
  expect(devices.consoleOutput()).toBe('hi');
  devices.pushInput('x');
  expect(devices.getByte()).toBe(0x78);
  expect(devices.getByte()).toBe(-1);
});

test('the finisher tells how the guest wants to end', () => {
  const { devices, ends } = create();
  devices.write(FINISHER_BASE, 4, (9 << 16) | 0x3333);
  expect(ends).toEqual([{ kind: 'finished', code: 9 }]);
});

test('a disk reads and writes the pages of the VM, wherever they lie, and no others', () => {
  const disk = Uint8Array.from({ length: 1024 }, (_, index) => index & 0xff);
  const { devices, memory } = create({ disk });
  const at = (register: number, value: number) => devices.write(VIRTIO_BASE + register, 4, value);
  at(0x28, 1);
  at(0x38, 4);
  at(0x3c, 4);
  at(0x40, BASE);
  const descriptor = (number: number, address: number, length: number, flags: number, next: number) =>
    [address, 0, length, flags | (next << 16)].forEach((word, index) =>
      memory.writeWord(BASE + 16 * number + 4 * index, word),
    );
  const request = BASE + 0x400;
  const data = BASE + 4096 - 256; // in both pages
  const read = (to: number) => {
    descriptor(0, request, 16, 1, 1);
    descriptor(1, to, 512, 3, 2);
    descriptor(2, BASE + 0x500, 1, 2, 0);
    const count = (memory.readWord(BASE + 0x40) >>> 16) + 1;
    memory.writeWord(BASE + 0x40, count << 16);
    at(0x50, 0);
  };
  read(data);
  expect(Array.from(memory.readBytes(data, 512))).toEqual(Array.from(disk.subarray(0, 512)));
  expect(memory.readByte(BASE + 0x500)).toBe(0);
  memory.writeByte(BASE + 0x500, 9);
  read(BASE + 2 * 4096); // behind the VM's memory: nothing is written anywhere
  expect(memory.readBytes(data, 512)).toEqual(disk.subarray(0, 512));
});
