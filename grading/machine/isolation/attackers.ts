/**
 * Guests that attack: each tries one way to reach what is not its own, to take more than its share, or to make the VMM stumble. They are
 * S-mode kernels, unmodified, and behave the same on the bare machine. Those that go on for ever do so by intent.
 */

/** Traps are passed over: the handler goes on at the next instruction, or after `s1` when the code itself cannot be fetched. */
const HANDLER = `
    .balign 4
handler:
    csrr t6, scause
    bltz t6, interrupted
    add s11, s11, t6             # s11 mixes what was seen
    csrr t6, stval
    xor s11, s11, t6
    csrr t6, sepc
    addi t6, t6, 4
    csrw sepc, t6
    li t6, 0x100
    csrs sstatus, t6
    sret
interrupted:
    addi s10, s10, 1
    csrw sip, zero
    sret`;

const begin = `
    la t0, handler
    csrw stvec, t0
    li s11, 0`;

const sbi = (extension: number, fid: number) =>
  `li a7, ${extension}\nli a6, ${fid}\necall\nadd s11, s11, a0\n`;

/** Maps 4 GiB onto 4 GiB by superpages: every frame below 2^32, its own and all others, with every right. */
const mapEverything = `
    la t0, root
    li t1, 0xcf
    li t2, 1024
1:  sw t1, (t0)
    addi t0, t0, 4
    li t3, 0x100000
    add t1, t1, t3
    addi t2, t2, -1
    bnez t2, 1b
    la t0, root
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma`;

const tables = '\n    .balign 4096\nroot: .zero 4096\ntable: .zero 4096';

export const attackers: Readonly<Record<string, string>> = {
  'every frame below 4 GiB': `${begin}${mapEverything}
    li s0, 0x80000000            # step by step through 32 MiB: the VMM's tables, the other VM, and what is behind
    li s1, 8192
2:  lw t1, (s0)
    add s11, s11, t1
    li t2, 0x8001ffff
    bgeu t2, s0, 3f              # its own memory stays as it is
    sw s11, (s0)
    amoadd.w t1, s11, (s0)
3:  li t1, 4096
    add s0, s0, t1
    addi s1, s1, -1
    bnez s1, 2b
    j .${HANDLER}${tables}`,

  'frames of 34 bits': `${begin}${mapEverything}
    la t0, root
    li s0, 64
2:  li t1, 0xffc000cf           # superpages from 2^34 - 4 MiB downwards
    slli t2, s0, 20
    sub t1, t1, t2
    sw t1, (t0)
    sfence.vma
    lw t2, (zero)
    add s11, s11, t2
    sw s11, (zero)
    jalr ra, (zero)
    addi s0, s0, -1
    bnez s0, 2b
    j .
    .balign 4
handler:
    csrr t6, scause
    add s11, s11, t6
    li t5, 12
    beq t6, t5, 5f
    li t5, 1
    beq t6, t5, 5f
    csrr t6, sepc
    addi t6, t6, 4
    j 6f
5:  mv t6, ra
6:  csrw sepc, t6
    li t6, 0x100
    csrs sstatus, t6
    sret${tables}`,

  'forged page tables': `${begin}
    li s0, 300
    li s2, 12345
1:  li t0, 1103515245            # a random satp: its root is anywhere, or in its own memory
    mul s2, s2, t0
    li t0, 12345
    add s2, s2, t0
    la t0, table                 # the table is full of nonsense, which changes
    andi t1, s2, 0x7fc
    add t0, t0, t1
    sw s2, (t0)
    srli t1, s2, 10
    andi t1, t1, 31
    li t0, 0x80080000
    add t1, t1, t0
    li t0, 0xffc00000
    and t2, s2, t0
    bnez s1, 2f
    mv t2, zero
2:  or t1, t1, t2
    la s3, 4f                    # where to go on: this code may not be mapped any more
    csrw sscratch, s3
    la t0, again
    csrw stvec, t0
    csrw satp, t1
    sfence.vma
    lw t3, (s2)
    sw t3, (s2)
again:
    csrw satp, zero
    sfence.vma
4:  addi s0, s0, -1
    bnez s0, 1b
    j .${HANDLER}${tables}`,

  'a table that points to itself': `${begin}
    la t0, root
    srli t1, t0, 12
    slli t1, t1, 10
    ori t1, t1, 1
    sw t1, 0(t0)                 # entry 0: the root as a table of the second level
    li t2, (0x80000000 >> 12 << 10) | 0xcf
    li t3, 2048
    add t3, t0, t3
    sw t2, (t3)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    li s0, 200
2:  li t0, 0x00200000            # entry 512 of the root, as a page: a misaligned look at memory
    lw t1, (t0)
    sw t1, (t0)
    add s11, s11, t1
    la t0, root
    sw s11, 4(t0)                # entries that nobody fences
    lw t1, 0x400(zero)
    addi s0, s0, -1
    bnez s0, 2b
    j .${HANDLER}${tables}`,

  'more pages and address spaces than the VMM has tables': `${begin}${mapEverything}
    li s0, 3000
    mv s2, zero
2:  li t0, 0x00400000            # another 4 MiB each time
    add s2, s2, t0
    lw t1, (s2)
    csrr t1, satp
    li t2, 0x400000
    add t1, t1, t2               # another address-space number
    csrw satp, t1
    andi t1, s0, 7
    bnez t1, 3f
    sfence.vma
3:  addi s0, s0, -1
    bnez s0, 2b
    j .${HANDLER}${tables}`,

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

  'nonsense for every device': `${begin}
    li s2, 777
    li s0, 4000
1:  li t0, 1103515245
    mul s2, s2, t0
    addi s2, s2, 1357
    li t0, 0x1ffff               # serial port, virtio slots, clock; with all sizes of access
    and t1, s2, t0
    li t0, 0x10000000
    add t1, t1, t0
    srli t2, s2, 7
    sb t2, (t1)
    lb t3, (t1)
    andi t1, t1, -4
    sw t2, (t1)
    lw t3, (t1)
    add s11, s11, t3
    li t0, 0x3ffffc              # the interrupt controller
    and t1, s2, t0
    li t0, 0x0c000000
    add t1, t1, t0
    sw t2, (t1)
    lw t3, (t1)
    add s11, s11, t3
    li t0, 0x100000              # the finisher, with words that it does not know
    sw zero, (t0)
    addi s0, s0, -1
    bnez s0, 1b
    j .${HANDLER}`,

  'virtqueues that loop, and lead out of memory': `${begin}
    li s2, 0x10001000            # every slot: one of them has the disk
    li s3, 8
1:  li t0, 4096
    sw t0, 0x28(s2)
    sw zero, 0x70(s2)
    li t0, 7
    sw t0, 0x70(s2)
    sw zero, 0x30(s2)
    li t0, 8
    sw t0, 0x38(s2)
    li t0, 4096
    sw t0, 0x3c(s2)
    la t0, queue
    srli t0, t0, 12
    sw t0, 0x40(s2)
    la t1, queue
    li t0, 0x8001fff8            # descriptor 0: the end of memory and what is behind, in a chain with itself
    sw t0, 0(t1)
    sw zero, 4(t1)
    li t0, 0x7fffffff
    sw t0, 8(t1)
    li t0, 3
    sw t0, 12(t1)
    li t0, -16                   # descriptor 1: around the end of all addresses, next descriptor 60000
    sw t0, 16(t1)
    sw t0, 20(t1)
    sw t0, 24(t1)
    li t0, 0xea600003
    sw t0, 28(t1)
    li s4, 50
2:  add t2, s4, s4
    sh s4, 132(t1)               # the ring of what is offered: indices that are none
    sh t2, 134(t1)
    addi t2, s4, 100
    sh t2, 130(t1)
    sw zero, 0x50(s2)
    li t0, 1
    sw t0, 0x50(s2)
    lw t0, 0x60(s2)
    sw t0, 0x64(s2)
    lw t0, 0x70(s2)
    add s11, s11, t0
    addi s4, s4, -1
    bnez s4, 2b
    li t0, 0x7ffff               # a queue where there is no memory
    sw t0, 0x40(s2)
    sw zero, 0x50(s2)
    li t0, 4096
    add s2, s2, t0
    addi s3, s3, -1
    bnez s3, 1b
    j .${HANDLER}
    .balign 4096
queue: .zero 12288`,

  'firmware calls with wild arguments': `${begin}
    li s2, 4242
    li s0, 600
    la s4, extensions
1:  li t0, 1103515245
    mul s2, s2, t0
    addi s2, s2, 1357
    srli t0, s2, 8
    andi t0, t0, 31
    slli t0, t0, 2
    add t0, t0, s4
    lw a7, (t0)
    srli a6, s2, 3
    andi a6, a6, 7
    mv a0, s2
    srai a1, s2, 5
    xor a2, s2, a1
    slli a3, s2, 9
    not a4, s2
    mv a5, zero
    andi t0, s2, 3
    beqz t0, 2f
    andi a0, a0, 3               # sometimes a hart that there is, from where there is no code
    srai a1, a1, 27
2:  ecall
    add s11, s11, a0
    xor s11, s11, a1
    addi s0, s0, -1
    bnez s0, 1b
    j .
extensions:                      # none that stops its own hart, or ends the run
    .word 0x10, 0x735049, 0x52464e43, 0x52464e43, 0x52464e43, 0x52464e43, 0x4442434e, 0x4442434e
    .word 0, 1, 2, 3, 4, 5, 6, 7
    .word 9, 15, 0x0a000000, 0x09000000, 0x08000000, 0xffffffff, 0x7fffffff, 0x80000000
    .word 0x10, 0x735049, 0x52464e43, 0x4442434e, 0x504d55, 0x53544100, 0x43505043, 0x46574654${HANDLER}`,

  'harts that there are not': `${begin}
    li s0, 40
1:  addi a0, s0, -20
    li a1, 0x80000001            # no address of an instruction
    ${sbi(0x48534d, 0)}
    addi a0, s0, -20
    li a1, 0x90000000
    ${sbi(0x48534d, 0)}
    addi a0, s0, -20
    ${sbi(0x48534d, 2)}
    li a0, -1
    addi a1, s0, -20
    ${sbi(0x52464e43, 1)}
    addi s0, s0, -1
    bnez s0, 1b
    ${sbi(0x48534d, 1)}${HANDLER}`, // it stops the last hart that ran
};
