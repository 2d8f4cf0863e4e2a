/** Guests that jump into the middle of instructions, or have code at the ends of pages. They end by themselves. */

export const off = '  li a7, 8\n  ecall\n';

/** A trap goes on behind the call that led to it. */
const handler = `
    .align 2
  back: csrr s10, scause
    csrr s11, stval
    csrw sepc, ra
    sret`;

const framed = (body: string, code: string) => `
    .option rvc
    la sp, stack
    la t0, back
    csrw stvec, t0
    csrsi sstatus, 2
    ${body}
    ${off}
    ${handler}
    ${code}
    .align 4
  stack: .word 1, 2, 3, 4, 5, 6, 7, 8`;

const call = (label: string, offset = 0) => `
    la s2, ${label} + ${offset}
    jalr s2`;

/** Enters each of these functions at its beginning and in the middle of its first instruction. */
export const intoTheMiddle = framed(
  ['one', 'two', 'three', 'four', 'five', 'six']
    .flatMap((name) => [call(name), call(name, 2), call(name, 4)])
    .join('\n'),
  `
    .align 2
  one: csrr s3, sstatus
    c.addi s5, 1
    ret
    .align 2
  two: csrrs s3, sie, a5          # its second halfword is an instruction with two lowest bits 11
    csrr s4, sstatus
    ret
    .align 2
  three: .half 0x0a37, 0x2a73     # LUI s4; its second halfword begins CSRR s4, sstatus
    .half 0x1000
    ret
    .align 2
  four: .half 0x0073, 0x1273, 0x1000  # SFENCE.VMA t1, t2; and from the middle CSRRW tp, sstatus, zero
    csrr s6, sstatus
    ret
    .align 2
  five: .half 0x0793, 0x0013, 0x2a73, 0x1000 # two ADDI, which overlap, and CSRR s4, sstatus
    c.addi s5, 1
    ret
    .align 2
  six: csrrci s7, sstatus, 2
    csrr s8, satp
    ret`,
);

/** Functions whose first, or last, instruction lies across the end of a page. */
export const pageEnds = framed(
  ['a', 'b', 'c', 'd', 'd2', 'e']
    .map((name) => call(name))
    .join('\n')
    .repeat(2),
  `
    .align 12
    .zero 4094
  a: csrr s3, sstatus
    c.addi s5, 1
    ret
    .align 12
    .zero 4086
  b: csrr s4, sie                 # ends before the last halfword
    c.addi s5, 2
    csrrs s3, sstatus, zero       # across the end
    ret
    .align 12
    .zero 4090
  c: .half 0x0a37, 0x0693, 0x2a73 # LUI s4; the last halfword begins CSRR s4, sstatus, in the next page
    .half 0x1000
    ret
    .align 12
    .zero 4094
  d: .half 0x0a37                 # LUI s4, with the first half of what begins the next page
  d2: csrr s6, sstatus
    csrci sstatus, 2
    ret
    .align 12
    .zero 4094
  e: .half 0x9073, 0x0085         # an instruction that does not exist, across the end
    ret`,
);

/** The next page begins with a critical instruction, and all of it is executed often; a long instruction leads into it. */
export const criticalBeginning = `
    .option rvc
    li s9, 150
    csrw sscratch, s9
    la s1, into
    la s2, begin
  1: jalr s1
    jalr s2
    addi s9, s9, -1
    bnez s9, 1b
    ${off}
    .align 12
    .zero 4094
  into: .half 0x0a37              # LUI s4
  begin: csrr s6, sstatus         # as the end of LUI, and as the beginning of the page
    csrr s5, sscratch
    add s7, s7, s5
    addi s8, s8, 1
    xor s7, s7, s8
    ret`;
