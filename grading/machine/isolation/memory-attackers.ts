/** Guests that try to reach memory that is not their own. */
import { HANDLER, begin, mapEverything, tables } from './attack-code.js';

export const memoryAttackers: Readonly<Record<string, string>> = {
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
};
