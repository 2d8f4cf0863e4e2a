/** The well-behaved guest: it has page tables, a timer and a process, computes, prints, and looks at every word of its memory again. */
export const victim = `
    la t0, root
    li t1, (0x80000000 >> 12 << 10) | 0xcf
    li t2, 2048
    add t2, t0, t2
    sw t1, (t2)
    li t1, (0x10000000 >> 12 << 10) | 0xc7
    sw t1, 0x100(t0)
    srli t0, t0, 12
    li t1, 0x80000000
    or t0, t0, t1
    csrw satp, t0
    sfence.vma
    la t0, handler
    csrw stvec, t0
    li t0, 0x20
    csrw sie, t0
    la a0, hello
    jal print
    li s0, 5                     # rounds
round:
    la s1, data
    li s2, 1024
    mv s3, s0
1:  sw s3, (s1)                  # fill a page with numbers
    addi s1, s1, 4
    slli t0, s3, 3
    add s3, s3, t0
    addi s3, s3, 77
    addi s2, s2, -1
    bnez s2, 1b
    rdtime a0                    # sleep until the timer
    addi a0, a0, 500
    mv a1, zero
    li a7, 0x54494d45
    li a6, 0
    ecall
    mv s4, zero
    csrsi sstatus, 2
2:  wfi
    beqz s4, 2b
    csrci sstatus, 2
    la s1, data
    li s2, 1024
    mv s3, s0
3:  lw t0, (s1)                  # are they still there?
    bne t0, s3, bad
    addi s1, s1, 4
    slli t0, s3, 3
    add s3, s3, t0
    addi s3, s3, 77
    addi s2, s2, -1
    bnez s2, 3b
    la a0, dot
    jal print
    addi s0, s0, -1
    bnez s0, round
    la a0, done
    jal print
    li a7, 8
    ecall
bad:
    la a0, broken
    jal print
    li a7, 8
    ecall
print:
    li t0, 0x10000000
4:  lbu t1, (a0)
    beqz t1, 5f
    sb t1, (t0)
    addi a0, a0, 1
    j 4b
5:  ret
    .balign 4
handler:
    li s4, 1
    li a0, -1
    li a1, -1
    li a7, 0x54494d45
    li a6, 0
    ecall
    sret
hello: .asciz "victim: "
dot: .asciz "."
done: .asciz " done\\n"
broken: .asciz " BROKEN\\n"
    .balign 4096
root: .zero 4096
data: .zero 4096`;
