import { assemble } from '../../../assembler/index.js';
import * as guests from '../../../guests/index.js';
import { Machine, type TraceEvent } from '../../../machine/index.js';
import { referenceParts as parts } from '../../../../solutions/reference-parts.js';
import { homeProfile, vmModes, type VmMode } from '../../modes/index.js';
import type { Parts } from '../../parts/index.js';
import { Vmm } from '../../vmm/index.js';
import { traceGuest } from './guest-events.js';
import { endStandstills } from '../run/standstill.js';

const memoryBytes = 256 * 1024;
const fullModes = vmModes.filter((name) => name.startsWith('full/'));
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
function inVm(
  mode: VmMode,
  source: string,
  vcpus: number,
  others: readonly string[] = [],
  changed: Partial<Parts> = {},
): TraceEvent[] {
  const vmm = new Vmm({
    memoryBytes: (1 + others.length) * memoryBytes,
    profile: homeProfile(mode),
    parts: { ...parts, ...changed },
    sliceSteps: 97,
  });
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

/** CSRs in a loop, so that binary translation puts them into the guest's own stream; and at the end of a page. */
const csrs = `
    la t0, handler
    csrw stvec, t0
    li s0, 120
1:  csrw sscratch, s0
    csrr a1, sscratch
    csrw scause, a1
    csrwi stval, 0
    csrr a2, stval
    csrsi sstatus, 2
    csrr a3, sstatus
    csrrw a4, sscratch, a3
    csrw sepc, a4
    .option norvc
    ebreak
    addi s0, s0, -1
    bnez s0, 1b
    la t0, over
    jr t0
    .balign 4
handler:
    csrr t1, sepc
    addi t1, t1, 4
    csrw sepc, t1
    csrr t1, scause
    csrw sscratch, t1
    sret
    .balign 4096
    .zero 4092
    .option rvc
over:
    c.nop
    .option norvc
    csrr a5, stvec               # its second half is in the next page
    csrw stvec, a5
    .option rvc
    c.nop
    j .`;

describe.each(fullModes)('in mode %s', (mode) => {
  test.each([
    ['hello', guests.hello, 1],
    ['ticker', guests.ticker, 1],
    ['sleepy', guests.sleepy, 1],
    ['processes', guests.processes, 1],
    ['address spaces', guests.addressSpaces, 1],
    ['hostile', guests.hostile, 1],
    ['traps in traps', 'csrr t0, mstatus', 1],
    ['critical instructions, often and over a page end', csrs, 1],
    ['two harts', twoHarts, 2],
  ])('the events of a guest in a VM are those of the bare machine: %s', (_name, source, harts) => {
    expect(inVm(mode, source, harts)).toEqual(onBare(source, harts));
  });

  test('what other VMs do is not told, nor what happens after the end', () => {
    const others = [guests.ticker, guests.hello];
    expect(inVm(mode, guests.processes, 1, others)).toEqual(onBare(guests.processes, 1));
  });
});

test.each(fullModes)('who looks for a standstill meanwhile takes nothing from a trace (%s)', (mode) => {
  const vmm = new Vmm({ memoryBytes, profile: homeProfile(mode), parts, sliceSteps: 97 });
  const vm = vmm.createVm({ mode, memoryBytes, image: assemble(csrs).image });
  const events: TraceEvent[] = [];
  const end = traceGuest(vmm.machine, vm, (event) => events.push(event));
  vmm.run(200);
  endStandstills(vmm);
  vmm.run(STEPS - vm.steps);
  end();
  expect(vm.steps).toBeGreaterThan(2200);
  expect(events).toEqual(onBare(csrs, 1));
});

test('the steps are told that the VMM makes in a page of which the hart may fetch nothing', () => {
  // An edit of the first halfword of a page: the end of the page before could run into it.
  const translate: Parts['translate'] = (page) => [
    { index: 0, halfword: 0x9002 },
    ...parts.translate(page).filter(({ index }) => index > 0),
  ];
  expect(inVm('full/binary-translation', guests.processes, 1, [], { translate })).toEqual(
    onBare(guests.processes, 1),
  );
});
