import { assemble } from '../../assembler/index.js';
import { Machine } from '../../machine/index.js';
import { referenceParts as parts } from '../../../solutions/reference-parts.js';
import { Vmm, homeProfile, vmModes, type VmMode } from '../index.js';

const MEMORY = 128 * 1024;
const modes = ['full/trap-and-emulate', 'full/hardware-assisted'] as const;
const BUDGET = 100_000;

/** The console, end and steps of a guest with several harts: on the bare machine, and in a VM. */
function runBoth(source: string, harts: number, mode: VmMode = modes[0]) {
  const { image } = assemble(source);
  const machine = new Machine({ memoryBytes: MEMORY, harts, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(BUDGET);
  const vmm = new Vmm({ memoryBytes: MEMORY, parts, profile: homeProfile(mode), sliceSteps: 777 });
  const vm = vmm.createVm({ mode, image, memoryBytes: MEMORY, vcpus: harts });
  vmm.run(BUDGET);
  return {
    bare: { console: machine.consoleOutput(), stop, steps: machine.steps, time: machine.time },
    inVm: {
      console: vm.devices.consoleOutput(),
      stop: vm.end ?? { kind: 'budget' },
      steps: vm.steps,
      time: vm.clock.time,
    },
    vm,
    vmm,
  };
}

/** Hart 0 keeps a reservation over many of its turns. Hart 1 runs `other` meanwhile. Hart 0 prints whether its SC.W succeeded. */
const reserves = (other: string) => `
    bnez a0, second
    li a0, 1
    la a1, second
    li a2, 0
    li a7, 0x48534d
    li a6, 0
    ecall
    la s0, word
    li s1, 3000
    lr.w t0, (s0)
1:  addi s1, s1, -1
    bnez s1, 1b
    sc.w t0, s1, (s0)
    addi t0, t0, '0'
    li t1, 0x10000000
    sb t0, (t1)
    li a7, 8
    ecall
second:
    la s0, word
    ${other}
    j .
    .balign 4096
word: .word 5, 6`;

test.each([
  ['nothing', 'nop', '0'],
  ['a store of the same value', 'li t0, 5\nsw t0, (s0)', '1'],
  ['an atomic operation', 'amoadd.w t0, zero, (s0)', '1'],
  ['a store to the next word', 'sw zero, 4(s0)', '0'],
  ['a reservation of its own', 'lr.w t0, (s0)', '0'],
])(
  'a reservation outlives turns of other vCPUs, unless one of them stores to the word: %s',
  (_what, other, letter) => {
    for (const mode of modes) {
      const { bare, inVm } = runBoth(reserves(other), 2, mode);
      expect(bare.console).toBe(letter);
      expect([mode, inVm]).toEqual([mode, bare]);
    }
  },
);

test.each(modes)(
  'a reservation outlives the slices of other VMs, which cannot store to the word (%s)',
  (mode) => {
    const { image } = assemble(reserves('nop'));
    const vmm = new Vmm({ memoryBytes: 3 * MEMORY, parts, profile: homeProfile(mode), sliceSteps: 100 });
    const vms = [1, 2, 3].map(() => vmm.createVm({ mode, image, memoryBytes: MEMORY, vcpus: 2 }));
    vmm.run(BUDGET);
    expect(vms.map(({ devices }) => devices.consoleOutput())).toEqual(['0', '0', '0']);
  },
);

const put = (letter: string) => `li t0, 0x10000000\nli t1, '${letter}'\nsb t1, (t0)\n`;
const hsm = (fid: number) => `li a7, 0x48534d\nli a6, ${fid}\necall\n`;
const ipi = (mask: number) => `li a0, ${mask}\nli a1, 0\nli a7, 0x735049\nli a6, 0\necall\n`;
const off = 'li a7, 8\necall\n';

/** Starts the other harts, which count in a shared word with atomic operations, each as often. */
const counting = (harts: number) => `
    mv s0, a0
    bnez a1, worker
    li s1, 1
1:  mv a0, s1
    la a1, worker
    li a2, 7
    ${hsm(0)}
    addi s1, s1, 1
    li t0, ${harts}
    blt s1, t0, 1b
worker:
    la s2, counter
    li s3, 1000
2:  li t0, 1
    amoadd.w t1, t0, (s2)
3:  lr.w t1, (s2)
    addi t1, t1, 1
    sc.w t2, t1, (s2)
    bnez t2, 3b
    addi s3, s3, -1
    bnez s3, 2b
    la s2, ready
    li t0, 1
    amoadd.w t1, t0, (s2)
    bnez s0, sleep
4:  lw t0, (s2)
    li t1, ${harts}
    bne t0, t1, 4b
    la s2, counter
    lw t0, (s2)
    li t1, ${harts * 2000}
    bne t0, t1, bad
    ${put('y')}
    ${off}
bad: ${put('n')}
    ${off}
sleep: wfi
    j sleep
    .data
counter: .word 0
ready: .word 0`;

const sizes = [1, 2, 3, 4].flatMap((harts) => modes.map((mode) => [harts, mode] as const));

test.each(sizes)('%d harts share memory and add up, as on the bare machine (%s)', (harts, mode) => {
  const { bare, inVm } = runBoth(counting(harts), harts, mode);
  expect(inVm.console).toBe('y');
  expect(inVm.console).toBe(bare.console);
  expect(inVm.stop).toEqual(bare.stop);
});

/** Two harts that wake each other by interrupts, and never at once. Steps and time must agree with the bare machine. */
const pingPong = `
    bnez a0, play
    li a0, 1
    la a1, play
    li a2, 9
    ${hsm(0)}
    li a0, 0
play:
    mv s0, a0
    li t0, 2
    csrw sie, t0
    li s1, 5
again:
    bnez s0, wait
    ${put('p')}
    ${ipi(2)}
wait:
    wfi
    csrr t0, sip
    andi t0, t0, 2
    beqz t0, wait
    csrci sip, 2
    beqz s0, next
    ${put('q')}
    ${ipi(1)}
next:
    addi s1, s1, -1
    bnez s1, again
    bnez s0, stop
    li a0, 1
    ${hsm(2)}
    addi a1, a1, '0'
    li t0, 0x10000000
    sb a1, (t0)
    ${off}
stop: ${hsm(1)}
    j stop`;

test.each(modes)(
  'harts wake each other by interrupts, and stop, at the same steps as on the bare machine (%s)',
  (mode) => {
    const { bare, inVm } = runBoth(pingPong, 2, mode);
    expect(inVm.console).toMatch(/^(pq){5}[01]$/);
    expect(inVm).toEqual(bare);
  },
);

test.each(modes)(
  'a hart that nobody can wake ends the VM as idle, however many others are stopped (%s)',
  (mode) => {
    const { bare, inVm } = runBoth('wfi\nj .', 3, mode);
    expect(inVm.stop).toEqual({ kind: 'idle' });
    expect(bare.stop).toEqual({ kind: 'idle' });
    expect(runBoth(hsm(1), 2, mode).inVm.stop).toEqual({ kind: 'idle' });
  },
);

test.each(modes)('each cycle of the machine is somebody’s (%s)', (mode) => {
  const { vm, vmm } = runBoth(pingPong, 2, mode);
  const { account } = vm;
  const byVcpu = account.cyclesOf(0) + account.cyclesOf(1);
  const byReason = Object.values(account.cyclesByReason).reduce((sum, cycles) => sum + cycles, 0);
  expect([byVcpu, byReason]).toEqual([account.cycles, account.cycles]);
  expect(Math.min(account.cyclesOf(0), account.cyclesOf(1))).toBeGreaterThan(0);
  expect(account.cycles + vmm.ledger.own.idle + vmm.ledger.own.overhead).toBe(vmm.machine.cycles);
});

/** Two harts with one ASID and two page tables: what the one has translated must not be used by the other. */
const oneAsid = `
    mv s0, a0
    bnez a0, both
    li a0, 1
    la a1, both
    ${hsm(0)}
both:
    la t0, root
    slli t1, s0, 12
    add t0, t0, t1
    li t1, (0x80000000 >> 12 << 10) | 0xcf   # itself
    li t2, 2048
    add t2, t0, t2
    sw t1, (t2)
    la t2, table
    slli t3, s0, 12
    add t2, t2, t3
    srli t1, t2, 2
    ori t1, t1, 1
    sw t1, (t0)                              # from address 0 on
    la t1, letters
    slli t3, s0, 12
    add t1, t1, t3
    srli t1, t1, 2
    ori t1, t1, 0xc7
    sw t1, (t2)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s2, 3000
1:  lw t1, (zero)
    bne t1, s0, bad
    addi s2, s2, -1
    bnez s2, 1b
    bnez s0, sleep
    li a0, 'y'
2:  li a7, 1
    ecall
    ${off}
bad: li a0, 'n'
    j 2b
sleep: wfi
    j sleep
    .balign 4096
letters: .word 0
    .zero 4092
    .word 1
    .balign 4096
table: .zero 8192
root: .zero 8192`;

test.each(modes)('the TLB of a hart is not that of another (%s)', (mode) => {
  const { bare, inVm } = runBoth(oneAsid, 2, mode);
  expect([bare.console, inVm.console]).toEqual(['y', 'y']);
});

/** Each hart has a table of its own for the same number of an address space, and finds its own word at the same address, turn after turn. */
const sameAsid = `
    bnez a1, both
    li a0, 1
    la a1, both
    li a2, 7
    ${hsm(0)}
both:
    mv s0, a0
    la t0, tables
    slli t1, s0, 13              # two pages each: a root, and a table
    add t0, t0, t1
    li t1, 0x200000cf            # 0x8000_0000: memory as it is
    li t2, 0x800
    add t2, t2, t0
    sw t1, (t2)
    li t3, 4096
    add t3, t0, t3
    srli t1, t3, 2
    ori t1, t1, 1
    sw t1, 0x400(t0)             # 0x4000_0000: the table, and in it a page of its own
    la t1, pages
    slli t2, s0, 12
    add t1, t1, t2
    addi t4, s0, 5
    sw t4, (t1)
    srli t1, t1, 2
    ori t1, t1, 0xcf
    sw t1, (t3)
    srli t0, t0, 12
    li t1, 0x80400000            # Sv32, ASID 1
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li t1, 0x40000000
    li s1, 3000
1:  lw t2, (t1)
    bne t2, t4, bad
    addi s1, s1, -1
    bnez s1, 1b
    la s2, ready
    li t0, 1
    amoadd.w t1, t0, (s2)
    bnez s0, sleep
2:  lw t0, (s2)
    li t1, 2
    bne t0, t1, 2b
    li a0, 'y'
    j say
bad: li a0, 'n'
say: li a7, 1
    ecall
    ${off}
sleep: wfi
    j sleep
    .balign 4096
tables: .zero 16384
pages: .zero 8192
ready: .word 0`;

const fullModes = vmModes.filter((mode) => mode.startsWith('full/'));

test.each(fullModes)(
  'a reservation of an entry ends when another hart walks by it, and marks it (%s)',
  (mode) => {
    const marks = `
    li t1, 0x200000cf            # 0x8000_0000: memory as it is
    li t2, 0x800
    add t2, t2, s0
    sw t1, (t2)
    srli t1, s0, 12
    li t2, 0x80000000
    or t1, t1, t2
    csrw satp, t1
    sfence.vma
    lw t1, (zero)`;
    const source = reserves(marks).replace('.word 5', '.word 0x2000000f');
    const { bare, inVm } = runBoth(source, 2, mode);
    expect(bare.console).toBe('1');
    expect(inVm).toEqual(bare);
  },
);

test.each(fullModes)('one ASID may mean another table on each hart, as on the bare machine (%s)', (mode) => {
  const { bare, inVm } = runBoth(sameAsid, 2, mode);
  expect(bare.console).toBe('y');
  expect(inVm).toEqual(bare);
});

test.each(fullModes)('a fence that a hart asks for by its firmware counts for itself, too (%s)', (mode) => {
  const source = `
    la t0, root
    li t1, 0x200000cf            # 0x8000_0000: memory as it is
    li t2, 0x800
    add t2, t2, t0
    sw t1, (t2)
    la t3, table
    srli t1, t3, 2
    ori t1, t1, 1
    sw t1, 0x400(t0)             # 0x4000_0000: a page
    la s1, pages
    srli s1, s1, 2
    ori s1, s1, 0xcf
    sw s1, (t3)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s0, 0x40000000
    lw s2, (s0)
    addi s1, s1, 0x400           # the next page, and no SFENCE.VMA
    sw s1, (t3)
    li a0, 1
    li a1, 0
    li a2, 0x40000000
    li a3, 4096
    li a7, 0x52464e43
    li a6, 1
    ecall
    lw a0, (s0)
    li a7, 1
    ecall
    ${off}
    .balign 4096
root: .zero 4096
table: .zero 4096
pages: .word 'n'
    .balign 4096
    .word 'y'`;
  const { bare, inVm } = runBoth(source, 1, mode);
  expect(bare.console).toBe('y');
  expect(inVm).toEqual(bare);
});
