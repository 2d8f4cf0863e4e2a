/** The page where translated code finds the registers of its vCPU: whose it is, who reaches it, and what its stores may not do. */
import { assemble } from '../../../assembler/index.js';
import { Machine, legacy } from '../../../machine/index.js';
import { referenceParts } from '../../../../solutions/reference-parts.js';
import { Vmm } from '../../index.js';
import { HOT_EXITS } from '../../vm/index.js';
import { enter, handler, mapMemory, mapPage, off, underTranslation, visible } from './testing-translation.js';

const { runBoth } = underTranslation(referenceParts);

const begin = `
    la t0, handler
    csrw stvec, t0
    li s9, 77
    la t0, page
    li t1, 2048
    add t0, t0, t1
    addi t1, t0, 256
1:  sw s9, (t0)
    addi s9, s9, 1
    addi t0, t0, 4
    bne t0, t1, 1b
    ${mapMemory('root_a')}
    ${mapMemory('root_b')}`;

/** A function that is hot after its first call, and whose translations need the page. */
const hot = `
hot: li s0, 100
rounds: csrw sscratch, s0
    csrr t0, sscratch
    add s1, s1, t0
    addi s0, s0, -1
    bnez s0, rounds
    ret
pad: .word 0`;

/** In the address space of this root, a page of the guest is the last one. */
const mapLast = (root: string) =>
  `${mapPage(root, 1023, 'table', 1)}${mapPage('table', 1023, 'page', 0xc7)}\n  sfence.vma`;

const end = `
${off}${hot}${handler}
    .balign 4096
root_a: .zero 4096
root_b: .zero 4096
table: .zero 4096
page: .zero 4096`;

const guests: Readonly<Record<string, string>> = {
  'that gets its page, and then runs the translated code again, before and after a change': `
    ${enter('root_a')}
    jal hot
    ${mapLast('root_a')}
    sw s9, -2040(zero)
    jal hot
    lw s2, -2028(zero)
    la t0, pad
    sw s9, (t0)
    jal hot
    lw s3, -2028(zero)`,

  'that has no page there in one address space, after it has used its own in another': `
    ${enter('root_a')}
    jal hot
    ${mapLast('root_b')}
    ${enter('root_b')}
    lw s2, -2028(zero)
    ${enter('root_a')}
    lw s3, -2028(zero)
    sw s3, -2028(zero)`,

  'that maps its page when the place is taken, and looks at it only after translated code has run': `
    ${enter('root_a')}
    jal hot
    ${mapLast('root_a')}
    jal hot
    lw s2, -2028(zero)
    lw s3, -2024(zero)`,

  'that maps its page elsewhere, and looks at it only after translated code has run': `
    jal hot
    ${mapLast('root_a')}
    ${enter('root_a')}
    jal hot
    lw s2, -2028(zero)`,

  'that finds nothing there before anything is translated, and nothing afterwards': `
    ${enter('root_a')}
    lw s2, -2028(zero)
    jal hot
    lw s2, -2028(zero)
    jal hot
    sw s2, -2028(zero)`,

  'whose program reaches for the registers of its kernel': `
    ${mapPage('root_a', 256, '_start', 0xdf)}
    ${enter('root_a')}
    jal hot
    la t0, program
    li t1, 0x40000000
    sub t0, t0, t1
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret
program:
    lw s2, -2028(zero)
    sw s2, -2028(zero)
    csrr s2, sscratch
    jal hot
    lw s3, -2028(zero)`,
};

test.each(Object.entries(guests))('nobody else finds the page: a guest %s', (_which, body) => {
  const { bare, inVm } = runBoth(`_start: ${begin}${body}${end}`);
  expect(bare.stop.kind).toBe('finished');
  expect(visible(inVm)).toEqual(visible(bare));
});

test('a program that reaches for the page does not end the translations of its kernel', () => {
  const { bare, inVm } = runBoth(`_start: ${begin}
    la t0, kernel
    csrw stvec, t0
    jal hot
    la t0, program
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret
program: lw s2, -2028(zero)
    .balign 4
kernel: li s0, 2000
    jal rounds${end}`);
  expect(visible(inVm)).toEqual(visible(bare));
  expect(bare.csrs.stval >>> 0).toBe(0xffff_f814);
  expect(inVm.exits['privileged instruction']).toBeLessThan(2 * HOT_EXITS + 20);
});

test('each vCPU finds its own registers there, turn after turn', () => {
  const { image } = assemble(`
    bnez a1, both
    li a0, 1
    la a1, both
    li a2, 7
    li a7, 0x48534d
    li a6, 0
    ecall
both: mv s0, a0
    addi s1, s0, 5
    csrw sscratch, s1
    csrw scause, s1
    li s2, 3000
1:  csrr t0, sscratch
    bne t0, s1, bad
    csrr t0, scause
    bne t0, s1, bad
    add t1, s1, s2
    csrw stval, t1
    csrw sscratch, s1
    csrr t0, stval
    bne t0, t1, bad
    addi s2, s2, -1
    bnez s2, 1b
    la t0, back
    csrw stvec, t0
    la t0, program
    csrw sepc, t0
    li t0, 0x100
    csrc sstatus, t0
    sret
program:                      # for some turns; the other one is in its kernel meanwhile, at times
    li s2, 1500
1:  addi s2, s2, -1
    bnez s2, 1b
    ecall
    .balign 4
back: csrr t0, sscratch
    bne t0, s1, bad
    la s3, ready
    li t0, 1
    amoadd.w t1, t0, (s3)
    bnez s0, sleep
2:  lw t0, (s3)
    li t1, 2
    bne t0, t1, 2b
    li a0, 'y'
3:  li a7, 1
    ecall
    ${off}
bad: li a0, 'n'
    j 3b
sleep: wfi
    j sleep
ready: .word 0`);
  const memoryBytes = 64 * 1024;
  const machine = new Machine({ memoryBytes, harts: 2, firmware: 'sbi' });
  machine.load(image);
  const stop = machine.run(200_000);
  const vmm = new Vmm({ memoryBytes, parts: referenceParts, profile: legacy, sliceSteps: 777 });
  const vm = vmm.createVm({ mode: 'full/binary-translation', image, memoryBytes, vcpus: 2 });
  vmm.run(200_000);
  expect([machine.consoleOutput(), vm.end, vm.steps]).toEqual(['y', stop, machine.steps]);
  expect(vm.devices.consoleOutput()).toBe('y');
  expect(vm.account.exits['privileged instruction']).toBeLessThan(1000);
});

/** A value that is another in each round, and then what the CSR has made of it. */
const written = (csr: string, change: string) => `
    mul s2, s2, s3
    addi s2, s2, 1357
    ${change}
    csrw ${csr}, t1
    csrr t0, ${csr}
    slli t1, s1, 5
    add s1, s1, t1
    xor s1, s1, t0`;

test('a CSR that does not keep all 32 bits keeps what it keeps, however hot its writes are', () => {
  const csrs = ['sie', 'stvec', 'scounteren', 'senvcfg', 'sepc', 'sip', 'sscratch', 'scause', 'stval'];
  const writes = csrs.map((csr) => written(csr, 'mv t1, s2'));
  writes.push(written('sstatus', 'andi t1, s2, ~2')); // SIE stays off
  writes.push(written('satp', 'srli t1, s2, 1')); // no paging
  const { bare, inVm } = runBoth(`
    li s3, 1103515245
    li s2, 12345
    li s0, 150
loop: ${writes.join('\n')}
    addi s0, s0, -1
    bnez s0, loop
    ${off}`);
  expect(bare.stop.kind).toBe('finished');
  expect(visible(inVm)).toEqual(visible(bare));
});

test('a write of satp changes the address space at once, however hot it is', () => {
  const use = (satp: string) => `
    csrw satp, ${satp}
    lw t0, (s4)
    slli t1, s1, 1
    xor s1, t0, t1`;
  const { bare, inVm } = runBoth(`
    ${['root_a', 'root_b'].map((root) => mapMemory(root) + mapPage(root, 1, `of_${root}`, 1)).join('')}
    ${mapPage('of_root_a', 0, 'of_root_a', 0xc7)}
    ${mapPage('of_root_b', 0, 'of_root_b', 0xc7)}
    la s2, root_a
    srli s2, s2, 12
    li t0, 0x80400000                  # ASID 1
    or s2, s2, t0
    la s3, root_b
    srli s3, s3, 12
    li t0, 0x80800000
    or s3, s3, t0
    li s4, 0x400000
    li s0, 150
loop: ${use('s2')}${use('s3')}${use('s2')}
    addi s0, s0, -1
    bnez s0, loop
    ${off}
    .balign 4096
root_a: .zero 4096
root_b: .zero 4096
of_root_a: .zero 4096
of_root_b: .zero 4096`);
  expect(bare.stop.kind).toBe('finished');
  expect(visible(inVm)).toEqual(visible(bare));
});

test.each([
  ['sie', 'csrsi sstatus, 2', 'csrw sie, t0'],
  ['sstatus', 'csrw sie, t0', 'csrw sstatus, t0'],
  ['sstatus, by its bit,', 'csrw sie, t0', 'csrsi sstatus, 2'],
])('a write of %s lets a pending interrupt in at once, however hot it is', (_what, before, write) => {
  const { bare, inVm } = runBoth(`
    la t0, taken
    csrw stvec, t0
    li s0, 150
loop: csrsi sip, 2
    li t0, 2
    ${before}
    ${write}
    addi s1, s1, 1
    csrci sstatus, 2
    csrw sie, zero
    addi s0, s0, -1
    bnez s0, loop
    ${off}
    .balign 4
taken: csrr t1, sepc
    slli s2, s2, 1
    xor s2, s2, t1
    csrci sip, 2
    sret`);
  expect(bare.interrupts).toBe(150);
  expect(visible(inVm)).toEqual(visible(bare));
});
