import { assemble } from '../../assembler/index.js';
import * as guests from '../../guests/index.js';
import { Machine, type TraceEvent } from '../../machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { Vmm } from '../vmm/index.js';
import { traceGuest } from './guest-events.js';

const memoryBytes = 256 * 1024;
const mode = 'full/trap-and-emulate';
const STEPS = 3000;

/** All events except walks: the hart of a VM walks other tables. */
function onBare(source: string, harts: number): TraceEvent[] {
  const machine = new Machine({ memoryBytes, firmware: 'sbi', harts });
  machine.load(assemble(source).image);
  const events: TraceEvent[] = [];
  machine.trace = (event) => void (event.kind !== 'walk' && events.push(event));
  machine.run(STEPS);
  return events;
}

/** `others`: VMs that run at the same time. */
function inVm(source: string, vcpus: number, others: readonly string[] = []): TraceEvent[] {
  const vmm = new Vmm({ memoryBytes: (1 + others.length) * memoryBytes, parts, sliceSteps: 97 });
  const vm = vmm.createVm({ mode, memoryBytes, image: assemble(source).image, vcpus });
  others.forEach((other) => vmm.createVm({ mode, memoryBytes, image: assemble(other).image }));
  const events: TraceEvent[] = [];
  const end = traceGuest(vmm.machine, vm, (event) => events.push(event));
  vmm.run(STEPS);
  end();
  vmm.run(1);
  return events;
}

const twoHarts = `
  bnez a0, second
  li a7, 0x48534d      # HSM: start hart 1
  li a6, 0
  li a0, 1
  la a1, second
  li a2, 7
  ecall
  li t0, 0x22
  csrw sie, t0
  la t0, handler
  csrw stvec, t0
  csrsi sstatus, 2
1: la t1, word
  lw t2, (t1)
  j 1b
second:
  la t1, word
  sw a1, (t1)
  li a7, 0x735049      # IPI to hart 0
  li a6, 0
  li a0, 1
  li a1, 0
  ecall
  wfi
  j .
  .balign 4
handler:
  csrw sip, zero
  sret
  .balign 4096
word: .word 0`;

test.each([
  ['hello', guests.hello, 1],
  ['ticker', guests.ticker, 1],
  ['sleepy', guests.sleepy, 1],
  ['processes', guests.processes, 1],
  ['address spaces', guests.addressSpaces, 1],
  ['hostile', guests.hostile, 1],
  ['traps in traps', 'csrr t0, mstatus', 1],
  ['two harts', twoHarts, 2],
])('the events of a guest in a VM are those of the bare machine: %s', (_name, source, harts) => {
  expect(inVm(source, harts)).toEqual(onBare(source, harts));
});

test('what other VMs do is not told, nor what happens after the end', () => {
  expect(inVm(guests.processes, 1, [guests.ticker, guests.hello])).toEqual(onBare(guests.processes, 1));
});
