/** Guests that try to take more than their share of the hart, or to keep it. Those that go on for ever do so by intent. */
import { HANDLER, begin, sbi, tables } from './attack-code.js';

export const timeAttackers: Readonly<Record<string, string>> = {
  'a storm of timer interrupts': `${begin}
    la t0, storm
    csrw stvec, t0
    li t0, 0x222
    csrw sie, t0
    csrsi sstatus, 2
    ${sbi(0x54494d45, 0)}
    j .
    .balign 4
storm:
    addi s10, s10, 1
    mv a0, zero                  # due at once, again
    mv a1, zero
    li a7, 0x54494d45
    li a6, 0
    ecall
    sret${HANDLER}`,

  'a storm of interrupts that it sends to itself': `${begin}
    li t0, 0x222
    csrw sie, t0
    csrsi sstatus, 2
1:  li a0, -1
    li a1, -1
    ${sbi(0x735049, 0)}
    csrsi sip, 2
    j 1b${HANDLER}`,

  'traps in traps': 'li t0, 0x40000000\ncsrw stvec, t0\n.word 0',

  'exits without end': `${begin}
1:  sfence.vma
    csrr t0, sstatus
    csrw sscratch, t0
    lw t0, (zero)
    j 1b${HANDLER}`,

  'traps without end that it takes itself': `${begin}
1:  ebreak
    j 1b${HANDLER}`,

  'a TLB miss in each load and jump': `${begin}
    la t0, root
    li t1, 0x200000cf            # its own memory, where it is and at two places more that share their entries in the TLB
    addi t2, t0, 0x400
    sw t1, 0(t2)
    sw t1, 4(t2)
    sw t1, 0x400(t2)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s0, 0x00400000
    li s2, 0x40000000
    la s1, 2f
    xor s1, s1, s2
    li t0, 0x80000000
    xor s1, s1, t0
    jr s1
2:  lw t1, (s2)
    xor s2, s2, s0
    xor s1, s1, s0
    jr s1${HANDLER}${tables}`,

  'an endless loop with interrupts off': '1: addi t0, t0, 1\nj 1b',

  'sleep for ever': 'wfi\nj .',
};
