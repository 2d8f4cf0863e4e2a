import { assemble } from '../../assembler/index.js';
import { UART_BASE, UART_IRQ } from '../memory/physical/memory-map.js';
import { Plic } from './plic.js';
import { boot, register } from '../testing.js';

const PRIORITY = 0;
const PENDING = 0x1000;
const enable = (context: number) => 0x2000 + 0x80 * context;
const threshold = (context: number) => 0x20_0000 + 0x1000 * context;
const claim = (context: number) => threshold(context) + 4;

/** A PLIC for one hart. For its S-mode the sources 1 to 31 are enabled, with priority 1. */
function plic() {
  const device = new Plic(1);
  device.write(enable(1), 4, 0xffff_ffff);
  for (let source = 1; source < 32; source += 1) {
    device.write(PRIORITY + 4 * source, 4, 1);
  }
  return device;
}

test('a raised line is pending, offered, and claimed once; it is offered again if it is still raised after completion', () => {
  const device = plic();
  device.setLine(10, true);
  expect(device.read(PENDING, 4)).toBe(1 << 10);
  expect([device.machineLine(0), device.supervisorLine(0)]).toEqual([false, true]);
  expect(device.read(claim(1), 4)).toBe(10);
  expect(device.supervisorLine(0)).toBe(false);
  expect(device.read(claim(1), 4)).toBe(0);
  device.write(claim(1), 4, 10);
  expect(device.supervisorLine(0)).toBe(true);
});

test('a virtio device sends messages: each gives one interrupt even if the line stays raised, and those during service give one more', () => {
  const device = plic();
  device.setLine(1, true);
  expect(device.read(claim(1), 4)).toBe(1);
  device.setLine(1, true);
  expect([device.supervisorLine(0), device.read(claim(1), 4)]).toEqual([false, 0]);
  device.write(claim(1), 4, 1);
  expect(device.read(claim(1), 4)).toBe(1);
  device.write(claim(1), 4, 1);
  expect(device.supervisorLine(0)).toBe(false);
  device.setLine(1, true);
  device.setLine(1, false);
  expect(device.read(claim(1), 4)).toBe(1);
});

test('Interrupt Gateways: an interrupt that was passed on is not taken back, even if its line falls before the claim', () => {
  const device = plic();
  device.setLine(3, true);
  device.setLine(3, false);
  expect([device.supervisorLine(0), device.read(PENDING, 4)]).toEqual([true, 1 << 3]);
  expect(device.read(claim(1), 4)).toBe(3);
  device.write(claim(1), 4, 3);
  expect([device.supervisorLine(0), device.read(claim(1), 4)]).toEqual([false, 0]);
});

test('Interrupt Gateways: between claim and completion a source passes nothing on, and afterwards only if its line is still raised', () => {
  const device = plic();
  device.setLine(11, true);
  device.read(claim(1), 4);
  device.setLine(11, false);
  device.setLine(11, true);
  expect(device.read(claim(1), 4)).toBe(0);
  device.setLine(11, false);
  device.write(claim(1), 4, 11);
  expect(device.read(PENDING, 4)).toBe(0);
});

test('the source with the highest priority comes first, and among equals the lowest number', () => {
  const device = plic();
  device.write(PRIORITY + 4 * 9, 4, 5);
  for (const source of [4, 9, 2]) {
    device.setLine(source, true);
  }
  expect([1, 2, 3].map(() => device.read(claim(1), 4))).toEqual([9, 2, 4]);
});

test('a source that is not above the threshold is not offered, but a claim returns it', () => {
  const device = plic();
  device.write(threshold(1), 4, 1);
  device.setLine(6, true);
  expect(device.supervisorLine(0)).toBe(false);
  expect(device.read(claim(1), 4)).toBe(6);
});

test('a source of priority 0 is never claimed, and priorities have three bits', () => {
  const device = plic();
  device.write(PRIORITY + 4 * 5, 4, 0);
  device.setLine(5, true);
  expect(device.read(claim(1), 4)).toBe(0);
  device.write(PRIORITY + 4 * 5, 4, 0xff);
  expect(device.read(PRIORITY + 4 * 5, 4)).toBe(7);
  expect(device.read(claim(1), 4)).toBe(5);
});

test('source 0, sources after the last, and contexts of harts that do not exist read as zero', () => {
  const device = new Plic(1);
  for (const offset of [PRIORITY, PRIORITY + 4 * 96, enable(2), threshold(2), claim(7), PENDING]) {
    expect(device.write(offset, 4, 0xffff_ffff)).toBe(true);
    expect(device.read(offset, 4)).toBe(0);
  }
  device.write(enable(0), 4, 0xffff_ffff);
  expect(device.read(enable(0), 4)).toBe(0xffff_fffe);
  expect(device.read(PRIORITY, 1)).toBeUndefined();
  expect(device.write(PRIORITY + 2, 2, 1)).toBe(false);
});

test('a context completes only what is enabled for it', () => {
  const device = plic();
  device.setLine(10, true);
  device.read(claim(1), 4);
  device.write(claim(0), 4, 10); // nothing is enabled for M-mode
  expect(device.supervisorLine(0)).toBe(false);
});

const echo = assemble(`
    la t0, handler
    csrw mtvec, t0
    li t0, 0x0c000000
    li t1, 1
    sw t1, ${4 * UART_IRQ}(t0)      # priority
    li t1, 1 << ${UART_IRQ}
    li t2, 0x0c002000
    sw t1, 0(t2)                    # enabled for hart 0's M-mode
    li s0, ${UART_BASE}
    li t1, 1
    sb t1, 1(s0)                    # the UART interrupts when there is input
    li t1, 1 << 11
    csrw mie, t1
    csrsi mstatus, 8
loop: wfi
    j loop
handler:
    li t2, 0x0c200004
    lw s1, 0(t2)                    # claim
    csrr s2, mcause
    csrr s3, mip
    lb t1, 0(s0)
    sb t1, 0(s0)
    sw s1, 0(t2)                    # complete
    csrr s4, mip
    mret
`);

test('typed input interrupts a waiting hart, byte by byte', () => {
  const machine = boot(echo);
  machine.clint.mtimecmp = Infinity; // otherwise the timer is due after a reset
  expect(machine.run(1000)).toEqual({ kind: 'idle' });
  machine.pushInput('hey');
  expect(machine.run(1000)).toEqual({ kind: 'idle' });
  expect(machine.consoleOutput()).toBe('hey');
  expect(register(machine, 's1')).toBe(UART_IRQ);
  expect(register(machine, 's2')).toBe(0x8000_000b);
  expect([register(machine, 's3'), register(machine, 's4')]).toEqual([0, 0]); // after the claim the line to the hart is down
});

test('mip.SEIP reads as the line from the PLIC or the bit that software set, and setting other bits does not copy the line into that bit (3.1.9)', () => {
  const program = assemble(`
    li t0, 0x0c000000
    li t1, 1
    sw t1, ${4 * UART_IRQ}(t0)
    li t1, 1 << ${UART_IRQ}
    li t2, 0x0c002080
    sw t1, 0(t2)                    # enabled for hart 0's S-mode
    li s0, ${UART_BASE}
    li t1, 1
    sb t1, 1(s0)
    csrrsi s1, mip, 2               # the line is raised: SEIP reads as 1
    lb t1, 0(s0)
    li t2, 0x0c201004
    lw t1, 0(t2)
    sw t1, 0(t2)                    # claimed and completed: the line falls
    csrr s2, mip
    li t1, 1 << 9
    csrs mip, t1
    csrr s3, mip
stop: j stop
  `);
  const machine = boot(program);
  machine.clint.mtimecmp = Infinity; // otherwise the timer is due after a reset
  machine.pushInput('x');
  machine.run(100);
  expect(['s1', 's2', 's3'].map((name) => register(machine, name))).toEqual([0x200, 0x002, 0x202]);
});
