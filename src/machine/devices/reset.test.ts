/**
 * What a reset of the board keeps and clears, register by register (README.md has the table). Resets by a driver of virtio are in
 * virtio/virtio-transport.test.ts.
 */
import { assemble } from '../../assembler/index.js';
import { CLINT_BASE, PLIC_BASE, RAM_BASE, RTC_BASE, UART_BASE, VIRTIO_BASE } from '../memory/index.js';
import { Machine } from '../machine.js';
import { Plic } from './plic.js';
import { reg } from './virtio/index.js';

const { image } = assemble('wfi', { origin: RAM_BASE });

function board(firmware: 'none' | 'sbi' = 'none'): Machine {
  const machine = new Machine({
    memoryBytes: 0x10_0000,
    harts: 2,
    firmware,
    disk: new Uint8Array(512),
    virtioConsole: true,
  });
  machine.load(image);
  return machine;
}

const range = (from: number, to: number, step: number) =>
  Array.from({ length: Math.ceil((to - from) / step) }, (_, index) => from + index * step);

/** Every register of the board, by the width in which it is accessed. */
const words: Readonly<Record<string, readonly number[]>> = {
  CLINT: [0, 4, 0x4000, 0x4004, 0x4008, 0x400c, 0xbff8, 0xbffc].map((offset) => CLINT_BASE + offset),
  RTC: range(0, 0x20, 4).map((offset) => RTC_BASE + offset),
  PLIC: [
    ...range(0, 0x180, 4),
    ...range(0x1000, 0x100c, 4),
    ...range(0x2000, 0x2200, 4),
    ...range(0x20_0000, 0x20_4000, 0x1000), // thresholds: reading claims is an action
  ].map((offset) => PLIC_BASE + offset),
  disk: range(0, 0x118, 4).map((offset) => VIRTIO_BASE + offset),
  console: range(0, 0x10c, 4).map((offset) => VIRTIO_BASE + 0x1000 + offset),
};
const uart = range(0, 8, 1).map((offset) => UART_BASE + offset);

/** What every register reads. The divisor is behind a bit of the line control register. */
function dump({ hart: { bus } }: Machine): Record<string, (number | undefined)[]> {
  const read = Object.entries(words).map(([name, at]) => [name, at.map((address) => bus.read(address, 4))]);
  const registers = uart.map((address) => bus.read(address, 1));
  bus.write(UART_BASE + 3, 1, 0x80);
  const divisor = [bus.read(UART_BASE, 1), bus.read(UART_BASE + 1, 1)];
  bus.write(UART_BASE + 3, 1, 0);
  return { ...(Object.fromEntries(read) as Record<string, (number | undefined)[]>), registers, divisor };
}

function spoil({ hart: { bus } }: Machine, value: number): void {
  for (const address of Object.values(words).flat()) {
    bus.write(address, 4, value);
  }
  for (const address of [...uart, ...uart.toReversed()]) {
    bus.write(address, 1, value & 0xff);
  }
}

test.each([0xffff_ffff, 0x5555_5555, 0xaaaa_aaaa, 0x8000_0081, 1, 0x7fff_ff1f])(
  'after %i was written to every register, a reset of the board makes them as on a new machine',
  (value) => {
    const machine = board();
    const fresh = dump(board());
    spoil(machine, value);
    expect(dump(machine)).not.toEqual(fresh);
    spoil(machine, value);
    machine.load(image);
    expect(dump(machine)).toEqual(fresh);
  },
);

test('the serial port begins with the values of the 16550 data sheet, and where it has none or QEMU another, with those of QEMU', () => {
  const { registers, divisor } = dump(board());
  // RBR, IER, IIR, LCR, MCR (OUT2), LSR (transmitter empty), MSR (connected), scratch
  expect(registers).toEqual([0, 0, 1, 0, 8, 0x60, 0xb0, 0]);
  expect(divisor).toEqual([12, 0]);
});

test('printed and typed bytes outlive a reset of the board, bytes in loopback do not', () => {
  const machine = board();
  const { bus } = machine.hart;
  bus.write(UART_BASE, 1, 0x41);
  machine.pushInput('t');
  bus.write(UART_BASE + 4, 1, 0x10);
  bus.write(UART_BASE, 1, 5);
  machine.load(image);
  expect(machine.consoleOutput()).toBe('A');
  expect(bus.read(UART_BASE, 1)).toBe(0x74);
});

test('a reset of the board puts timers off where firmware does so, and the time back to 0', () => {
  for (const [firmware, low] of [
    ['none', 0],
    ['sbi', 0xffff_ffff],
  ] as const) {
    const machine = board(firmware);
    const { bus } = machine.hart;
    bus.write(CLINT_BASE + 0x4000, 4, 7);
    bus.write(CLINT_BASE + 0xbffc, 4, 3);
    machine.load(image);
    expect([bus.read(CLINT_BASE + 0x4000, 4), bus.read(CLINT_BASE + 0xbffc, 4)]).toEqual([low, 0]);
  }
});

test('an interrupt that was pending or claimed before a reset of the board is neither after it', () => {
  const machine = board();
  const { bus } = machine.hart;
  const arm = () => {
    bus.write(PLIC_BASE + 4 * 10, 4, 1);
    bus.write(PLIC_BASE + 0x2000, 4, 1 << 10);
    bus.write(UART_BASE + 1, 1, 2); // the transmitter is empty
  };
  arm();
  expect(machine.plic.machineLine(0)).toBe(true);
  machine.load(image);
  expect(bus.read(PLIC_BASE + 0x1000, 4)).toBe(0);
  arm();
  expect(bus.read(PLIC_BASE + 0x20_0004, 4)).toBe(10); // claimed, and not completed
  machine.load(image);
  arm();
  expect(bus.read(PLIC_BASE + 0x20_0004, 4)).toBe(10);
});

test('a line that is still raised when the board is reset is pending after it', () => {
  const plic = new Plic(1);
  plic.setLine(10, true);
  plic.setLine(11, true);
  plic.setLine(11, false);
  plic.reset();
  expect(plic.read(0x1000, 4)).toBe(1 << 10);
});

test('a pending interrupt of a virtio device outlives a reset by its driver, but not a reset of the board', () => {
  const machine = board();
  const { bus } = machine.hart;
  const pending = () => bus.read(PLIC_BASE + 0x1000, 4);
  machine.plic.setLine(1, true); // the disk has used a buffer
  bus.write(VIRTIO_BASE + reg.Status, 4, 0);
  expect(pending()).toBe(1 << 1);
  machine.load(image);
  expect(pending()).toBe(0);
});

test('an alarm that was armed before a reset of the board does not go off after it', () => {
  const machine = board();
  const { bus } = machine.hart;
  bus.write(RTC_BASE + 0x10, 4, 1);
  bus.write(RTC_BASE + 0x08, 4, 1000);
  machine.load(image);
  expect(machine.run(1000).kind).toBe('idle');
  expect(machine.time).toBeLessThan(10);
});

test('the selectors of virtio feature words are reset with the board', () => {
  const machine = board();
  const { bus } = machine.hart;
  const features = bus.read(VIRTIO_BASE + reg.DeviceFeatures, 4);
  bus.write(VIRTIO_BASE + reg.DeviceFeaturesSel, 4, 1);
  machine.load(image);
  expect(bus.read(VIRTIO_BASE + reg.DeviceFeatures, 4)).toBe(features);
});
