import { FINISHER_BASE, UART_BASE } from '../../machine/index.js';
import { VirtualDevices } from './devices.js';

test('a VM has a serial port and a finisher, and nothing else', () => {
  const devices = new VirtualDevices();
  expect([UART_BASE, UART_BASE + 7, FINISHER_BASE].map((at) => devices.answersAt(at))).toEqual([
    true,
    true,
    true,
  ]);
  const others = [UART_BASE - 1, UART_BASE + 8, 0x0200_bff8, 0x8000_0000, UART_BASE + 2 ** 32];
  expect(others.map((at) => devices.answersAt(at))).toEqual(others.map(() => false));
  expect(devices.read(0x0200_bff8, 4)).toBeUndefined(); // the machine's timer is the VMM's
  expect(devices.write(0x0200_4000, 4, 0)).toBe(false);
});

test('bytes of its console go to and come from whoever owns the VM', () => {
  const devices = new VirtualDevices();
  devices.write(UART_BASE, 1, -0x100 + 0x68); // only the low byte counts
  devices.putByte(0x69);
  expect(devices.consoleOutput()).toBe('hi');
  devices.pushInput('x');
  expect(devices.getByte()).toBe(0x78);
  expect(devices.getByte()).toBe(-1);
});

test('the finisher tells how the guest wants to end', () => {
  const devices = new VirtualDevices();
  expect(devices.finisherEnd()).toBeUndefined();
  devices.write(FINISHER_BASE, 4, (9 << 16) | 0x3333);
  expect(devices.finisherEnd()).toEqual({ kind: 'finished', code: 9 });
});
