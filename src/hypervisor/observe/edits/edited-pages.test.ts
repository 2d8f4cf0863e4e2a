/** Several pages of code, under several addresses: changed through each of them, joined at their ends, put in each other's place. */
import { assemble } from '../../../assembler/index.js';
import { Machine, legacy } from '../../../machine/index.js';
import { Vmm } from '../../index.js';
import { HOT_EXITS } from '../../vm/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { enter, handler, mapMemory, mapPage, off, underTranslation, visible } from './testing-translation.js';

const { runBoth, seenBy } = underTranslation(referenceParts);

/** Pages whose entries the guests change lie from here on, eight of them. */
const FIRST = 0x0040_0000;
const EXECUTE = 0xc9;
const READ_WRITE = 0xc7;

/** A kernel with paging. `pages`: what the entries of the eight pages are at first. */
const paged = (pages: readonly (readonly [page: string, flags: number])[], body: string, code: string) => `
    .option rvc
    la t0, handler
    csrw stvec, t0
    li t0, 0x42
    csrw sscratch, t0
    li t0, 0x222           # what the hart itself has is other than what the guest has
    csrw sie, t0
    li t0, 0x40100
    csrs sstatus, t0
    ${mapMemory('root')}
    ${mapPage('root', FIRST >>> 22, 'table', 1)}
    ${pages.map(([page, flags], index) => mapPage('table', index, page, flags)).join('\n')}
    ${enter('root')}
    ${body}
    ${off}
    ${handler}
    ${code}
    .balign 4096
root: .zero 4096
table: .zero 4096`;

const address = (page: number, offset = 0) => FIRST + 4096 * page + offset;
/** Calls code there, and mixes what it leaves in a0. */
const call = (at: number) => `
    li t0, ${at}
    jalr t0
    slli s1, s1, 1
    add s1, s1, a0`;
const store = (word: string, at: number) => `
    la t0, ${word}
    lw t1, (t0)
    li t0, ${at}
    sw t1, (t0)`;
const words = `
    .balign 4
critical: csrr a0, sstatus
harmless: .word 0x00700513      # addi a0, zero, 7
private: csrr a0, sie`;

test('a page of code is changed again and again through each of its addresses, and executed at each', () => {
  const bothCalls = call(address(0)) + call(address(1));
  const changes = [
    ['critical', 2],
    ['harmless', 2],
    ['private', 2],
    ['harmless', 3],
    ['critical', 3],
    ['critical', 2],
    ['private', 3],
    ['harmless', 2],
    ['critical', 3],
  ] as const;
  // At first through both addresses, before it is known as code: then both may write to it.
  const before = store('harmless', address(2)) + store('harmless', address(3));
  const body = `${before}${bothCalls}${changes.map(([word, page]) => store(word, address(page)) + bothCalls).join('')}`;
  const source = paged(
    [
      ['code', EXECUTE],
      ['code', EXECUTE],
      ['code', READ_WRITE],
      ['code', READ_WRITE],
    ],
    body,
    `${words}\n  .balign 4096\ncode: .word 0\n  ret\n`,
  );
  expect(seenBy(source)).toBeUndefined();
});

test('a page that was only read or written so far is edited when it is executed', () => {
  const source = paged(
    [
      ['code', 0xcf],
      ['other', 0xcf],
    ],
    `li t0, ${address(0)}\n lw s2, (t0)\n${call(address(0))}${store('private', address(1))}${call(address(1))}`,
    `${words}\n .balign 4096\ncode: csrr a0, sstatus\n ret\n .balign 4096\nother: .word 0\n ret\n`,
  );
  expect(seenBy(source)).toBeUndefined();
});

test('a page with edits that may only be executed is not readable by MXR either: its own bytes are', () => {
  const read = (s: string) => `lw ${s}, (s6)\n lhu ${s}, 2(s6)\n lw ${s}, (s6)`;
  const source = paged(
    [['code', EXECUTE]],
    `${call(address(0))}
    li s6, ${address(0)}
    ${read('s2')}
    li t0, 0x80000
    csrs sstatus, t0
    ${read('s3')}
    ${call(address(0))}
    ${read('s7')}
    li t0, 0x80000
    csrc sstatus, t0
    ${read('s8')}`,
    '.balign 4096\ncode: csrr a0, sstatus\n ret\n',
  );
  expect(seenBy(source)).toBeUndefined();
});

test('an instruction goes on in the next page, in whose place others come', () => {
  const next = (page: string, flags: number) =>
    `${mapPage('table', 1, page, flags)}\n  sfence.vma${call(address(0, 4094))}`;
  const turns = [
    ['cause', EXECUTE],
    ['status', EXECUTE],
    ['plain', EXECUTE],
    ['status', 0], // nothing is there
    ['plain', EXECUTE],
    ['cause', EXECUTE],
  ] as const;
  const source = (half: number) =>
    paged(
      [['begin', EXECUTE]],
      turns.map(([page, flags]) => next(page, flags)).join('\n'),
      `.balign 4096
status: .half 0x1000
    csrr a1, sstatus
    ret
    .balign 4096
begin: .zero 4094
    .half ${half}
    .balign 4096
plain: .half 0x1400
    ret
    .balign 4096
cause: .half 0x1420
    csrr a1, scause
    ret`,
    );
  for (const half of [0x2573, 0x0537]) {
    expect(seenBy(source(half).replace('addi t6, t6, 4', 'mv t6, ra'))).toBeUndefined();
  }
});

test('a store at the end of a page changes the page in which it ends', () => {
  const source = `
    .option rvc
    la s0, target
    la t0, words
    lw s2, (t0)
    lw s3, 4(t0)
    la s4, end
    li s5, 3
again:
    mv s6, s2
    jalr s4
    mv s6, s3
    jalr s4
    addi s5, s5, -1
    bnez s5, again
    ${off}
    .balign 4
words: csrr a0, sstatus
    .word 0x00700513
    .balign 4096
    .zero 4090
    csrr a1, sie
end: sw s6, (s0)
    .half 1                # C.NOP
target: nop
    slli s1, s1, 1
    add s1, s1, a0
    csrr a2, satp
    ret`;
  expect(seenBy(source)).toBeUndefined();
});

test('ECALL and EBREAK at the end of a page are what they are', () => {
  const source = `
    .option rvc
    la t0, handler
    csrw stvec, t0
    li a7, 1
    li a0, 'x'
    la s2, call
    jalr s2
    la s2, break
    jalr s2
    ${off}${handler}
    .balign 4096
    .zero 4094
call: .half 0x0073, 0x0000
    ret
    .balign 4096
    .zero 4094
break: .half 0x0073, 0x0010
    ret`;
  expect(seenBy(source)).toBeUndefined();
});

test('code goes from page to page in the middle of instructions, through more pages than there are copies', () => {
  const source = `
    .option rvc
    li s0, 2
again:
    la s1, blocks
    li s2, 70
    li s3, 4096
1:  jalr s1
    add s1, s1, s3
    addi s2, s2, -1
    bnez s2, 1b
    addi s0, s0, -1
    bnez s0, again
    ${off}
    .balign 4096
    .zero 4094
blocks: .rept 70
    addi s4, s4, 0x7f      # begins in one page, ends in the next
    csrr a0, sstatus
    add s5, s5, a0
    csrsi sstatus, 2
    ret
    .zero 4080                # so all of it is a page long
    .endr`;
  expect(seenBy(source)).toBeUndefined();
});

test('an entry of a page table that is executed too is another instruction once it is marked as accessed', () => {
  const source = `
    la t0, handler
    csrw stvec, t0
    ${mapMemory('root')}
    ${enter('root')}
    la s2, root
    addi s2, s2, 0x400
    jalr s2
    li t0, 0x40000000
    lw s3, (t0)
    jalr s2
    ${off}${handler}
    .balign 4096
root: .zero 0x400
    .word 0x2000000f       # maps 0x4000_0000 to 0x8000_0000, and is a FENCE; with A and D it is no instruction
    csrr s4, sstatus
    ret
    .balign 4096`;
  expect(seenBy(source)).toBeUndefined();
});

test('an entry that the VMM or a device writes counts after the next fence', () => {
  const { image } = assemble(
    paged(
      [['data', READ_WRITE]],
      `li s2, ${address(0)}\n1: sfence.vma\n lw s3, (s2)\n j 1b`,
      '.balign 4096\ndata: .word 5',
    ),
  );
  const memoryBytes = 64 * 1024;
  const vmm = new Vmm({ memoryBytes, parts: referenceParts, profile: legacy });
  const vm = vmm.createVm({ mode: 'full/binary-translation', image, memoryBytes });
  vmm.run(200);
  expect(vm.vcpu.x[19]).toBe(5);
  vm.memory.writeWord(image.symbols['table']!, ((image.symbols['root']! >>> 2) | READ_WRITE) >>> 0);
  vmm.run(10);
  expect(vm.vcpu.x[19]).toBe(vm.memory.readWord(image.symbols['root']!) | 0);
});

test('two vCPUs come to the same pages in another order', () => {
  const calls = (...labels: string[]) =>
    labels.map((label) => `la t0, ${label}\n  jalr t0\n  slli s2, s2, 1\n  xor s2, s2, a0`).join('\n');
  const { image } = assemble(`
    bnez a1, other
    li a0, 1
    la a1, other
    li a7, 0x48534d
    li a6, 0
    ecall
    li t0, 0x222
    csrw sie, t0
    li s4, 300
1:  ${calls('one', 'two')}
    addi s4, s4, -1
    bnez s4, 1b
    la s3, ready
2:  lw t0, (s3)
    beqz t0, 2b
    xor a0, s2, t0
    li t0, 0x10000000
    sb a0, (t0)
    srli a0, a0, 8
    sb a0, (t0)
    ${off}
other:
    li t0, 0x202
    csrw sie, t0
    li s4, 300
1:  ${calls('two', 'one')}
    addi s4, s4, -1
    bnez s4, 1b
    la s3, ready
    ori s2, s2, 1
    sw s2, (s3)
    j .
    .balign 4
ready: .word 0
    .balign 4096
one: csrr a0, sie
    ret
    .balign 4096
two: csrr a0, sie
    addi a0, a0, 5
    nop
    csrr a1, sstatus
    ret`);
  const memoryBytes = 64 * 1024;
  const machine = new Machine({ memoryBytes, harts: 2, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(100_000);
  const vmm = new Vmm({ memoryBytes, parts: referenceParts, profile: legacy, sliceSteps: 777 });
  const vm = vmm.createVm({ mode: 'full/binary-translation', image, memoryBytes, vcpus: 2 });
  vmm.run(100_000);
  expect(stop.kind).toBe('finished');
  expect([vm.end, vm.steps, vm.devices.consoleOutput()]).toEqual([
    stop,
    machine.steps,
    machine.consoleOutput(),
  ]);
});

const forever: Readonly<Record<string, string>> = {
  'across the end of a page': `
    .option rvc
    la s0, end
    la s1, end + 2
    li s2, 0x2573
    li s3, 0x1000
    li s4, 0x0513
    la s5, end
    csrr a1, sstatus
1:  sh s2, (s0)
    sh s3, (s1)
    jalr s5
    add s6, s6, a0
    sh s4, (s0)
    jalr s5
    add s6, s6, a0
    j 1b
    .balign 4096
    .zero 4090
    csrr a1, sie
end: csrr a0, sstatus
    ret`,

  'in two pages that change each other': `
    .option rvc
    la s0, one
    la s1, two
    la t0, words
    lw s2, (t0)
    lw s3, 4(t0)
    jr s0
    .balign 4
words: csrr a0, sstatus
    csrr a0, sie
    .balign 4096
one: csrr a0, sie
    sw s2, (s1)
    add s6, s6, a0
    jr s1
    .balign 4096
two: csrr a0, sie
    sw s3, (s0)
    add s6, s6, a0
    sw s2, (s0)
    jr s0`,

  'in many address spaces': `
    la s0, patch
    la t0, words
    lw s2, (t0)
    lw s3, 4(t0)
    la s4, roots
    li s7, 0x80000000
    srli s5, s4, 12
    or s5, s5, s7
    li t1, (0x80000000 >> 12 << 10) | 0xcf
    li t2, 100
1:  li t0, 0x800
    add t0, t0, s4
    sw t1, (t0)
    sw t1, 0x400(s4)           # at 0x4000_0000 too: each address space needs three shadow tables, until none is left
    li t0, 4096
    add s4, s4, t0
    addi t2, t2, -1
    bnez t2, 1b
    li s10, 0x40000000
2:  mv s8, s5
    li s9, 100
3:  csrw satp, s8
    lw t3, (s10)
    sw s2, (s0)
    addi s8, s8, 1
    addi s9, s9, -1
patch: nop
    add s6, s6, a0
    sw s3, (s0)
    bnez s9, 3b
    j 2b
    .balign 4
words: csrr a0, sstatus
    csrr a0, sie
    .balign 4096
roots:`,

  'at a million addresses': `
    la s0, code
    la t0, words
    lw s2, (t0)
    lw s3, 4(t0)
    li s4, 250
1:  mv s5, s0
    mv s6, s4
2:  sw s2, (s5)
    sw s3, 4(s5)
    jalr s5
    add s7, s7, a0
    addi s5, s5, 516
    addi s6, s6, -1
    bnez s6, 2b
    j 1b
    .balign 4
words: csrr a0, sstatus
    ret
    .balign 4096
code:`,
};

test.each(Object.entries(forever))(
  'a guest that rewrites itself for ever %s ends with its budget',
  (_how, source) => {
    const { bare, inVm } = runBoth(source, { budget: 2000, memoryBytes: 1024 * 1024 });
    expect(bare.stop.kind).toBe('budget');
    expect(visible(inVm)).toEqual(visible(bare));
    const exits = Object.values(inVm.exits).reduce((sum, count) => sum + count, 0);
    expect(inVm.cycles).toBeLessThan(6000 * exits); // an exit edits two pages at most
  },
);

test('a page is not edited again with each exit of an instruction that is hot', () => {
  const { bare, inVm } = runBoth(`
    li s0, ${10 * HOT_EXITS}
1:  csrw sstatus, zero
    addi s0, s0, -1
    bnez s0, 1b
    ${off}`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(inVm.cycles).toBeLessThan(2200 * (10 * HOT_EXITS + 10));
});
