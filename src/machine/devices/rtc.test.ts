import { assemble } from '../../assembler/index.js';
import { RTC_BASE, RTC_IRQ } from '../memory/physical/memory-map.js';
import { Machine } from '../machine.js';
import { boot, register } from '../testing.js';

function clock() {
  const machine = new Machine({ memoryBytes: 4096 });
  const { bus } = machine.hart;
  return {
    read: (offset: number) => bus.read(RTC_BASE + offset, 4),
    write: (offset: number, value: number) => bus.write(RTC_BASE + offset, 4, value),
    bus,
  };
}

test("the clock shows the machine's own time, with 100 nanoseconds for a tick", () => {
  const program = `
    li t0, ${RTC_BASE}
    lw s0, 0(t0)
    nop
    lw s1, 0(t0)
    lw s2, 4(t0)
  `;
  const machine = boot(assemble(program));
  machine.run(6);
  expect(register(machine, 's1') - register(machine, 's0')).toBe(200);
  expect(register(machine, 's2')).toBe(0);
});

test('the time can be set, high half first; the high half reads as it was when the low half was last read', () => {
  const { read, write } = clock();
  write(4, 7);
  write(0, 0xffff_ff9c);
  expect([read(0), read(4)]).toEqual([0xffff_ff9c, 7]);
});

test('an alarm wakes a hart that waits for it', () => {
  const program = `
    li t0, ${RTC_BASE}
    li t1, 1
    sw t1, 0x10(t0)               # interrupt enabled
    sw zero, 0x0c(t0)
    li t1, 1000000
    sw t1, 0x08(t0)               # at 1 ms
    li t0, 0x0c000000
    li t1, 1
    sw t1, ${4 * RTC_IRQ}(t0)
    li t1, 1 << ${RTC_IRQ}
    li t0, 0x0c002000
    sw t1, 0(t0)
    li t1, 1 << 11
    csrw mie, t1
    wfi
    csrr s0, mip
    li t0, ${RTC_BASE}
    sw zero, 0x1c(t0)             # the line falls
    li t0, 0x0c200004
    lw t1, 0(t0)
    sw t1, 0(t0)                  # claimed and completed
    csrr s1, mip
stop: j stop
  `;
  const machine = boot(assemble(program));
  machine.clint.mtimecmp = Infinity; // otherwise the timer is due after a reset
  machine.run(40);
  expect([register(machine, 's0'), register(machine, 's1')]).toEqual([1 << 11, 0]);
  expect(machine.time).toBeGreaterThanOrEqual(10_000);
  expect(machine.time).toBeLessThan(10_100);
});

test('an alarm can be cancelled, and an alarm in the past goes off at once', () => {
  const { read, write } = clock();
  write(0x0c, 1);
  write(0x08, 0);
  expect([read(0x18), read(0x0c)]).toEqual([1, 1]);
  write(0x14, 1);
  expect(read(0x18)).toBe(0);
  write(0x0c, 0);
  write(0x08, 0);
  expect(read(0x18)).toBe(0);
});

test('either half of the time can be set by itself', () => {
  const { read, write } = clock();
  write(4, 0x55);
  expect([read(0), read(4)]).toEqual([0, 0x55]);
  write(0, 0x4000_0000);
  expect([read(0), read(4)]).toEqual([0x4000_0000, 0x55]);
});

test('a write to the low half arms the alarm, and its value can be read even when it is off, as on QEMU', () => {
  const { read, write } = clock();
  const alarm = () => [0x08, 0x0c, 0x18].map(read);
  write(0x0c, 0x7000_0005);
  expect(alarm()).toEqual([0, 0x7000_0005, 0]);
  write(0x08, 0x1234);
  expect(alarm()).toEqual([0x1234, 0x7000_0005, 1]);
  write(0x14, 0);
  expect(alarm()).toEqual([0x1234, 0x7000_0005, 0]);
});

test('only accesses to words are answered', () => {
  const { bus } = clock();
  expect(bus.read(RTC_BASE, 1)).toBeUndefined();
  expect(bus.write(RTC_BASE + 2, 2, 1)).toBe(false);
});
