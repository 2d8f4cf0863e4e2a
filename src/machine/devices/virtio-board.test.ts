/**
 * When the virtio console on the board looks for input. A device need not look before it is notified (virtio 1.2, section
 * 2.7.13.4).
 */
import { assemble } from '../../assembler/index.js';
import { boot } from '../testing.js';

/** Gives the console a buffer for input without notifying it, and then counts for ever. */
const silentDriver = assemble(
  `
  li s0, 0x10002000
  li t0, 7
  sw t0, 0x70(s0)            # ACKNOWLEDGE, DRIVER, DRIVER_OK
  li t0, 8
  sw t0, 0x38(s0)            # descriptors of queue 0
  li t0, 4096
  sw t0, 0x3c(s0)
  li t0, 0x80008000
  sw t0, 0x40(s0)            # where they are
  li s1, 0x80008000
  li t0, 0x80004000
  sw t0, 0(s1)
  li t0, 4
  sw t0, 8(s1)               # bytes of the buffer
  li t0, 2
  sw t0, 12(s1)              # written by the device
  li t0, 1 << 16
  sw t0, 128(s1)             # available: descriptor 0
1: addi s2, s2, 1
  j 1b
  `,
  { origin: 0x8000_0000 },
);

test('cutting a run into pieces does not make the virtio console fill a buffer that it was not notified of', () => {
  const machines = [1, 7, 500].map((piece) => {
    const machine = boot(silentDriver, { virtioConsole: true });
    machine.pushInput('x');
    for (let made = 0; made < 500; made += piece) {
      machine.run(Math.min(piece, 500 - made));
    }
    return machine;
  });
  expect(machines.map(({ memory }) => memory.read8(0x8000_4000))).toEqual([0, 0, 0]);
});

test('input that is typed later fills that buffer', () => {
  const machine = boot(silentDriver, { virtioConsole: true });
  machine.run(500);
  machine.pushInput('x');
  machine.run(1);
  expect(machine.memory.read8(0x8000_4000)).toBe('x'.charCodeAt(0));
});
