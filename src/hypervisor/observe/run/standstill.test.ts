import { assemble } from '../../../assembler/index.js';
import { Machine } from '../../../machine/index.js';
import { referenceParts as parts } from '../../../../solutions/reference-parts.js';
import { homeProfile, vmModes, type VmMode } from '../../modes/index.js';
import { Vmm } from '../../vmm/index.js';
import { endStandstills } from './standstill.js';

const memoryBytes = 128 * 1024;
const trapAndEmulate = 'full/trap-and-emulate';
const fullModes = vmModes.filter((name) => name.startsWith('full/'));

function create(sources: readonly string[], vcpus = 1, mode: VmMode = trapAndEmulate) {
  const profile = homeProfile(mode);
  const vmm = new Vmm({ memoryBytes: sources.length * memoryBytes, parts, profile, sliceSteps: 301 });
  const vms = sources.map((source) =>
    vmm.createVm({ mode, memoryBytes, image: assemble(source).image, vcpus }),
  );
  return { vmm, vms };
}

/** How one guest has ended, or 'budget', after a while and a look: in a VM, and on the bare machine. */
function look(source: string, vcpus = 1, mode: VmMode = trapAndEmulate) {
  const { vmm, vms } = create([source], vcpus, mode);
  vmm.run(10_000);
  endStandstills(vmm);
  const machine = new Machine({ memoryBytes, firmware: 'sbi', harts: vcpus });
  machine.load(assemble(source).image);
  machine.run(10_000);
  return { inVm: vms[0]!.end ?? { kind: 'budget' }, bare: machine.look() };
}

const word = '.balign 4096\nword: .word 1';
const start = 'li a7, 0x48534d\nli a6, 0\nli a0, 1\nla a1, second\necall\n';
const setTimer = (ticks: number) => `li a0, ${ticks}\nli a1, 0\nli a7, 0\necall\n`;

test.each([
  ['goes round in one instruction', '1: j 1b', 1],
  ['waits for a word that nobody will write', `la t1, word\n1: lw t0, (t1)\nbnez t0, 1b\n${word}`, 1],
  ['stores what is there already', `la t1, word\nli t0, 1\n1: sw t0, (t1)\nj 1b\n${word}`, 1],
  ['waits for a lock', `la t1, word\nli t2, 1\n1: amoswap.w t0, t2, (t1)\nbnez t0, 1b\n${word}`, 1],
  ['reads a CSR again and again', '1: csrr t0, sscratch\nj 1b', 1],
  ['reads sip, and no timer is set', '1: csrr t0, sip\nj 1b', 1],
  ['sleeps on one vCPU and spins on the other', `bnez a0, .\n${start}1: wfi\nj 1b\nsecond: j second`, 2],
  ['has one vCPU that was never started', '1: j 1b', 2],
])('a guest that %s stands still, and its VM ends', (_what, source, vcpus) => {
  expect(look(source, vcpus)).toEqual({ inVm: { kind: 'standstill' }, bare: { kind: 'standstill' } });
});

test.each([
  ['counts', '1: addi t0, t0, 1\nj 1b', 1],
  [
    'counts in memory',
    `la t1, word\n1: lw t0, (t1)\naddi t0, t0, 1\nsw t0, (t1)\nli t0, 0\nj 1b\n${word}`,
    1,
  ],
  ['writes in turn two values', `la t1, word\n1: sw t1, (t1)\nsw x0, (t1)\nj 1b\n${word}`, 1],
  ['looks for input', 'li t1, 0x10000000\n1: lb t0, 5(t1)\nli t0, 0\nj 1b', 1],
  ['asks its firmware for input', '1: li a7, 2\necall\nli a0, 0\nj 1b', 1],
  ['looks at the time', '1: csrr t0, time\nli t0, 0\nj 1b', 1],
  ['polls for a timer that is not enabled', `${setTimer(900_000)}1: csrr t0, sip\nj 1b`, 1],
  ['waits for a timer while it spins', `${setTimer(900_000)}li t0, 32\ncsrw sie, t0\n1: j 1b`, 1],
  [
    'waits for a timer on another vCPU',
    `${start}1: j 1b\nsecond: ${setTimer(900_000)}li t0, 32\ncsrw sie, t0\nwfi\nj .`,
    2,
  ],
  [
    'goes round in more steps than are watched',
    'li t2, 5000\n1: mv t0, t2\n2: addi t0, t0, -1\nbnez t0, 2b\nj 1b',
    1,
  ],
  [
    'sets a page-table bit that it looks at',
    `la t1, word\n1: amoxor.w t0, t1, (t1)\nli t0, 0\nj 1b\n${word}`,
    1,
  ],
])('a guest that %s may go on', (_what, source, vcpus) => {
  expect(look(source, vcpus)).toEqual({ inVm: { kind: 'budget' }, bare: { kind: 'budget' } });
});

const paging = `
    la t0, root
    li t1, 0x200000cf            # 0x8000_0000: its own memory
    li t2, 0x800
    add t2, t2, t0
    sw t1, (t2)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma`;

describe.each(fullModes)(
  'a guest that faults for ever is told with its exception, as on the bare machine, in mode %s',
  (mode) => {
    test.each([
      ['its handler faults itself', 'li t0, 0x40000000\ncsrw stvec, t0\n.word 0'],
      ['its handler returns to the fault', 'la t0, h\ncsrw stvec, t0\n1: ebreak\n.balign 4\nh: sret'],
      [
        'its handler is in no page',
        `${paging}\nli t0, 0x40000000\ncsrw stvec, t0\n.word 0\n.balign 4096\nroot: .zero 4096`,
      ],
      [
        'its handler loads from where nothing is, and writes CSRs before',
        'la t0, h\ncsrw stvec, t0\n.word 0\n.balign 4\nh: csrw sscratch, t0\ncsrw sscratch, zero\nlw t0, (zero)',
      ],
    ])('%s', (_what, source) => {
      const { inVm, bare } = look(source, 1, mode);
      expect(inVm).toMatchObject({ kind: 'standstill', trap: {} });
      expect(inVm).toEqual(bare);
    });
  },
);

test('only the VM that stands still ends, and it goes on when something comes from outside', () => {
  const waits = `
    li t0, 0x0c000028       # PLIC: priority of the serial port
    li t1, 1
    sw t1, (t0)
    li t0, 0x0c002080       # its enable bits of S-mode
    li t1, 0x400
    sw t1, (t0)
    li t0, 0x10000000
    li t1, 1
    sb t1, 1(t0)            # the serial port interrupts when there is input
    la t1, handler
    csrw stvec, t1
    li t1, 0x200
    csrw sie, t1
    csrsi sstatus, 2
1:  j 1b
    .balign 4
handler:
    lb a1, (t0)
    li a7, 8
    ecall`;
  const { vmm, vms } = create(['1: addi t0, t0, 1\nj 1b', waits]);
  vmm.run(5000);
  endStandstills(vmm);
  expect(vms.map(({ end }) => end)).toEqual([undefined, { kind: 'standstill' }]);
  vmm.run(5000);
  vms[1]!.devices.pushInput('x');
  vmm.run(5000);
  expect(vms[1]!.end).toEqual({ kind: 'finished', code: 0 });
  expect(vms[1]!.vcpu.x[11]).toBe('x'.charCodeAt(0));
});

test('a look is a part of the run: the guest does not notice it', () => {
  const source = `${setTimer(3000)}li t0, 32\ncsrw sie, t0\nwfi\n1: addi t1, t1, 1\ncsrr t2, time\nj 1b`;
  const states = [false, true].map((looks) => {
    const { vmm, vms } = create([source, source]);
    if (looks) {
      endStandstills(vmm);
      endStandstills(vmm);
    } else {
      vmm.run(4000);
    }
    return vms.map(({ vcpu, clock, account }) => [
      [...vcpu.x],
      vcpu.pc,
      vcpu.steps,
      clock.time,
      account.exits,
    ]);
  });
  expect(states[1]).toEqual(states[0]);
});
