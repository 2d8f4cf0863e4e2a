import { assemble } from '../../assembler/index.js';
import { Cause, CLINT_BASE, Csr, FINISHER_BASE, Machine, UART_BASE } from '../index.js';
import { boot, register } from '../testing.js';
import { Uart } from './uart.js';

/** The bus of a fresh machine. */
function board() {
  const machine = new Machine({ memoryBytes: 4096 });
  return { machine, bus: machine.hart.bus };
}

test('the bytes that are written to the serial port are the console output, as UTF-8', () => {
  const { machine, bus } = board();
  for (const byte of [0x48, 0xc3, 0xa4, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80]) {
    expect(bus.write(UART_BASE, 1, byte)).toBe(true);
  }
  expect(machine.consoleOutput()).toBe('Hä€😀');
});

test.each([
  ['a lone continuation byte', [0x80, 0x41]],
  ['a character cut short', [0xe2, 0x82, 0x41]],
  ['an overlong form', [0xc0, 0x80, 0x41]],
  ['half a surrogate pair', [0xed, 0xa0, 0x80, 0x41]],
  ['a character beyond Unicode', [0xf4, 0x90, 0x80, 0x80, 0x41]],
  ['a byte that UTF-8 never has', [0xff, 0x41]],
])('the console shows %s as replacement characters and goes on', (_what, bytes) => {
  const { machine } = board();
  bytes.forEach((byte) => machine.uart.putByte(byte));
  expect(machine.consoleOutput()).toMatch(/^\ufffd+A$/);
});

test('input is read byte by byte, and the line status tells whether there is any', () => {
  const { machine, bus } = board();
  machine.pushInput('a€😀\ud800');
  const bytes: (number | undefined)[] = [];
  while ((bus.read(UART_BASE + 5, 1)! & 1) !== 0) {
    bytes.push(bus.read(UART_BASE, 1));
  }
  expect(bytes).toEqual([0x61, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0x80, 0xef, 0xbf, 0xbd]);
  expect(bus.read(UART_BASE + 5, 1)).toBe(0x60);
});

test('without FIFOs the last byte can be read again; empty FIFOs read 0', () => {
  const { machine, bus } = board();
  machine.pushInput('x');
  expect([bus.read(UART_BASE, 1), bus.read(UART_BASE, 1)]).toEqual([0x78, 0x78]);
  bus.write(UART_BASE + 2, 1, 1);
  expect(bus.read(UART_BASE, 1)).toBe(0);
});

test('in loopback mode, bytes are received instead of printed, up to the size of the FIFO', () => {
  const { machine, bus } = board();
  machine.pushInput('t');
  bus.write(UART_BASE + 2, 1, 1);
  bus.write(UART_BASE + 4, 1, 0x10);
  for (let byte = 0; byte < 20; byte += 1) {
    bus.write(UART_BASE, 1, byte);
  }
  const received: (number | undefined)[] = [];
  while ((bus.read(UART_BASE + 5, 1)! & 1) !== 0) {
    received.push(bus.read(UART_BASE, 1));
  }
  expect(received).toEqual(Array.from({ length: 16 }, (_, index) => index));
  bus.write(UART_BASE, 1, 5);
  bus.write(UART_BASE + 4, 1, 0); // loopback off: received bytes stay, typed bytes come after them
  expect(machine.consoleOutput()).toBe('');
  expect([bus.read(UART_BASE, 1), bus.read(UART_BASE, 1)]).toEqual([5, 0x74]);
});

test('emptying the receiver drops bytes from loopback, but no typed input', () => {
  const { machine, bus } = board();
  machine.pushInput('t');
  bus.write(UART_BASE + 4, 1, 0x10);
  bus.write(UART_BASE, 1, 5);
  bus.write(UART_BASE + 4, 1, 0);
  bus.write(UART_BASE + 2, 1, 3);
  expect(bus.read(UART_BASE, 1)).toBe(0x74);
});

test.each([
  ['turning the FIFOs off empties them', 3, 0],
  ['turning the FIFOs on empties the receiver', 0, 1],
  ['writing the same again empties nothing', 1, 1],
])('%s', (_what, before, after) => {
  const uart = new Uart();
  uart.write(2, 1, before);
  uart.write(4, 1, 0x10);
  uart.write(0, 1, 7);
  uart.write(2, 1, after);
  expect(uart.read(5, 1)).toBe((before & 1) === after ? 0x61 : 0x60);
});

test.each([
  ['emptying the transmitter', 1, 5],
  ['turning the FIFOs on', 0, 1],
  ['turning the FIFOs off', 1, 0],
])('after %s it interrupts again, since it is empty', (_what, before, after) => {
  const uart = new Uart();
  uart.write(2, 1, before);
  uart.write(1, 1, 2);
  uart.read(2, 1);
  expect(uart.read(2, 1)! & 0xf).toBe(1);
  uart.write(2, 1, after);
  expect([uart.read(2, 1)! & 0xf, uart.read(2, 1)! & 0xf]).toEqual([2, 1]);
});

test('loopback without FIFOs holds one byte, and raises an interrupt', () => {
  const lines: boolean[] = [];
  const uart = new Uart((raised) => lines.push(raised));
  uart.write(1, 1, 1);
  uart.write(4, 1, 0x10);
  uart.write(0, 1, 7);
  uart.write(0, 1, 8);
  expect([lines.at(-1), uart.read(2, 1), uart.read(0, 1), uart.read(5, 1)]).toEqual([true, 4, 7, 0x60]);
  expect(lines.at(-1)).toBe(false);
});

test.each([
  [0x00, 0xb0], // carrier, data set ready, clear to send
  [0x10, 0x00],
  [0x1a, 0x90], // how Linux looks for a UART: request to send, and output 2
  [0x1f, 0xf0],
])('with modem control %i the modem status is %i', (control, status) => {
  const { bus } = board();
  bus.write(UART_BASE + 4, 1, control);
  expect(bus.read(UART_BASE + 6, 1)).toBe(status);
});

test('a wider access reaches only the register at its address', () => {
  const { machine, bus } = board();
  expect(bus.write(UART_BASE, 4, 0x4443_4241)).toBe(true);
  expect(bus.write(UART_BASE + 2, 2, 0xff01)).toBe(true);
  expect(machine.consoleOutput()).toBe('A');
  expect([bus.read(UART_BASE, 4), bus.read(UART_BASE + 2, 2), bus.read(UART_BASE + 4, 4)]).toEqual([
    0, 0xc1, 8,
  ]);
});

test('a megabyte of input is read without delay', () => {
  const { machine, bus } = board();
  machine.uart.pushBytes(new Uint8Array(1 << 20).fill(7));
  let sum = 0;
  while (machine.uart.hasInput) {
    sum += bus.read(UART_BASE, 1)!;
  }
  expect(sum).toBe(7 << 20);
});

test('the empty transmitter interrupts once for each byte, until IIR is read', () => {
  const lines: boolean[] = [];
  const uart = new Uart((raised) => lines.push(raised));
  const line = () => lines.at(-1);
  uart.write(1, 1, 2); // enabled while the transmitter is empty
  expect(line()).toBe(true);
  expect([uart.read(2, 1), line(), uart.read(2, 1)]).toEqual([2, false, 1]);
  uart.write(0, 1, 0x41);
  expect(line()).toBe(true);
  uart.write(1, 1, 0);
  expect(line()).toBe(false);
});

test('the serial port has the registers of a 16550', () => {
  const { machine, bus } = board();
  bus.write(UART_BASE + 3, 1, 0x80); // the divisor appears
  bus.write(UART_BASE, 1, 0x12);
  bus.write(UART_BASE + 1, 1, 0x34);
  expect([bus.read(UART_BASE, 1), bus.read(UART_BASE + 1, 1)]).toEqual([0x12, 0x34]);
  bus.write(UART_BASE + 3, 1, 0x03);
  expect([bus.read(UART_BASE + 1, 1), bus.read(UART_BASE + 3, 1)]).toEqual([0, 0x03]);
  bus.write(UART_BASE + 1, 1, 0xff);
  bus.write(UART_BASE + 2, 1, 0x07); // FIFO control
  bus.write(UART_BASE + 4, 1, 0x0b);
  bus.write(UART_BASE + 5, 1, 0xff); // the line status is read-only
  bus.write(UART_BASE + 7, 1, 0x5a);
  expect([1, 2, 4, 5, 6, 7].map((register) => bus.read(UART_BASE + register, 1))).toEqual([
    15, 0xc2, 11, 0x60, 0xb0, 0x5a,
  ]);
  machine.pushInput('x');
  expect(bus.read(UART_BASE + 2, 1)).toBe(0xc4);
  bus.write(UART_BASE + 1, 1, 0);
  expect(bus.read(UART_BASE + 2, 1)).toBe(0xc1);
  expect(machine.consoleOutput()).toBe('');
});

test('console output is kept up to a limit, and then says how much is missing', () => {
  const { machine } = board();
  for (let count = 0; count < 4 * 1024 * 1024 + 5; count += 1) {
    machine.uart.putByte(0x2e);
  }
  expect(machine.consoleOutput().slice(-42)).toBe(
    '.\n[console: 5 more bytes were dropped]\n'.padStart(42, '.'),
  );
});

test('the timer compares all 64 bits', () => {
  const { machine, bus } = board();
  bus.write(CLINT_BASE + 0x4000, 4, 5);
  bus.write(CLINT_BASE + 0x4004, 4, 1);
  expect([bus.read(CLINT_BASE + 0x4000, 4), bus.read(CLINT_BASE + 0x4004, 4)]).toEqual([5, 1]);
  expect(machine.clint.mtimecmp).toBe(2 ** 32 + 5);
  machine.clint.mtimecmp = 3 * 2 ** 32 + 7;
  expect([bus.read(CLINT_BASE + 0x4000, 4), bus.read(CLINT_BASE + 0x4004, 4)]).toEqual([7, 3]);
});

test('a timer is due even if a program sets only its low half, since after a reset the high half is 0', () => {
  const program = `
    la t0, handler
    csrw mtvec, t0
    li t0, ${CLINT_BASE + 0x4000}
    li t1, 100
    sw t1, 0(t0)
    li t1, 1 << 7
    csrw mie, t1
    csrsi mstatus, 8
    loop: j loop
    .align 2
    handler: csrr s0, mcause
    stop: j stop
  `;
  const machine = boot(assemble(program));
  machine.run(90);
  expect(register(machine, 's0')).toBe(0);
  machine.run(60);
  expect(register(machine, 's0')).toBe(0x8000_0007);
});

test.each([
  ['none', 1 << 7],
  ['vmm', 0],
] as const)('with firmware %s, mip after a reset is %i: firmware turns the timer off', (firmware, mip) => {
  const machine = boot(assemble('j .'), { firmware });
  machine.run(1);
  expect(machine.hart.readCsr(Csr.mip)).toBe(mip);
});

test('mtime can be set, each half by itself', () => {
  const { machine, bus } = board();
  bus.write(CLINT_BASE + 0xbff8, 4, 0xffff_fff0);
  bus.write(CLINT_BASE + 0xbffc, 4, 2);
  expect(machine.time).toBe(2 * 2 ** 32 + 0xffff_fff0);
  expect([bus.read(CLINT_BASE + 0xbff8, 4), bus.read(CLINT_BASE + 0xbffc, 4)]).toEqual([0xffff_fff0, 2]);
  bus.write(CLINT_BASE + 0xbffc, 4, 0xffff_ffff);
  expect(machine.time).toBeLessThan(2 ** 52); // up to here, ticks are exact
});

test('the software interrupt is one bit; registers of harts that do not exist read as zero', () => {
  const { bus } = board();
  bus.write(CLINT_BASE, 4, 0xffff_ffff);
  bus.write(CLINT_BASE + 4, 4, 1);
  expect([bus.read(CLINT_BASE, 4), bus.read(CLINT_BASE + 4, 4)]).toEqual([1, 0]);
});

test.each([
  ['lb a0, 0(a1)', UART_BASE + 8, Cause.LoadAccessFault],
  ['lb a0, 0(a1)', CLINT_BASE, Cause.LoadAccessFault],
  ['sh a0, 0(a1)', CLINT_BASE, Cause.StoreAccessFault],
])('%s at %i, which the device does not answer, is an access fault', (instruction, a1, cause) => {
  const machine = boot(assemble(instruction), { firmware: 'vmm', registers: { a1 } });
  expect(machine.run(1)).toEqual({ kind: 'trap', cause, tval: a1 });
});

test('a byte from a device is extended like any other', () => {
  const machine = boot(assemble('lb a0, 7(a1)\n lbu a2, 7(a1)'), { registers: { a1: UART_BASE } });
  machine.hart.bus.write(UART_BASE + 7, 1, 0xff);
  machine.run(2);
  expect([register(machine, 'a0'), register(machine, 'a2')]).toEqual([0xffff_ffff, 0xff]);
});

test.each([
  [0x5555, { kind: 'finished', code: 0 }],
  [0x2a_3333, { kind: 'finished', code: 42 }],
  [0x7777, { kind: 'reset' }],
  [0x1234, { kind: 'budget' }],
])('the value %i at the finisher means %j', (a0, stop) => {
  const machine = boot(assemble('lw a2, 0(a1)\n sw a0, 0(a1)\n 1: j 1b'), {
    registers: { a0, a1: FINISHER_BASE, a2: 7 },
  });
  expect(machine.run(10)).toEqual(stop);
  expect(register(machine, 'a2')).toBe(0);
  expect(machine.steps).toBe(stop.kind === 'budget' ? 10 : 2);
});

test('the finisher reacts only to its first register', () => {
  const machine = boot(assemble('sw a0, 4(a1)\n 1: j 1b'), { registers: { a0: 0x5555, a1: FINISHER_BASE } });
  expect(machine.run(10)).toEqual({ kind: 'budget' });
});
