/**
 * A kernel with paging and two processes. Both use the same virtual address for their data, and each has a page of its own
 * there. The timer switches between them; each counts in its page. One page is mapped only after its first page fault. At
 * the end the kernel reads the counters with SUM set, checks the accessed and dirty bits, prints what it found, and shuts
 * down.
 */
import { PTE_A, PTE_D, PTE_R, PTE_U, PTE_V, PTE_W, PTE_X } from '../machine/index.js';

export const addressSpaces = String.raw`
        .equ    USER, 0x00400000        # virtual address of the processes' code
        .equ    DATA, 0x00800000        # virtual address of their data: a frame for each process
        .equ    V, ${PTE_V}
        .equ    KERNEL_RWX, ${PTE_D | PTE_A | PTE_X | PTE_W | PTE_R | PTE_V}
        .equ    USER_RX, ${PTE_U | PTE_X | PTE_R | PTE_V}           # the hardware sets accessed and dirty
        .equ    USER_RW, ${PTE_U | PTE_W | PTE_R | PTE_V}

_start:
        la      sp, kernel_stack
        la      t0, trap
        csrw    stvec, t0

        # A root for each process: RAM (a superpage, for the kernel), the code, and the process's data.
        la      a0, root_a
        la      a1, data_table_a
        la      a2, data_a
        jal     build
        la      a0, root_b
        la      a1, data_table_b
        jal     build_root              # its data page is mapped on its first fault

        la      s1, root_a
        jal     use_root
        la      s2, context_a           # the running process, and the other one
        la      s3, context_b
        la      s4, root_b
        li      s5, 6                   # how many switches are left

        jal     set_timer
        li      t0, 1 << 5
        csrs    sie, t0                 # STIE
        li      t0, USER
        csrw    sepc, t0
        li      t0, 1 << 8
        csrc    sstatus, t0             # SPP = 0
        la      t0, kernel_stack
        csrw    sscratch, t0
        sret

        # a0 root, a1 table of the data page, a2 the data page's frame
build:  mv      t6, ra
        jal     build_root
        srli    t0, a2, 2
        ori     t0, t0, USER_RW
        sw      t0, (a1)
        jr      t6

build_root:
        li      t0, (0x80000000 >> 2) | KERNEL_RWX
        li      t1, 4 * (0x80000000 >> 22)
        add     t1, t1, a0
        sw      t0, (t1)
        la      t0, code_table
        srli    t0, t0, 2
        ori     t0, t0, V
        sw      t0, 4 * (USER >> 22)(a0)
        srli    t0, a1, 2
        ori     t0, t0, V
        sw      t0, 4 * (DATA >> 22)(a0)
        la      t0, code_table
        la      t1, process
        srli    t1, t1, 2
        ori     t1, t1, USER_RX
        sw      t1, (t0)
        ret

use_root:                               # s1: the root
        srli    t0, s1, 12
        li      t1, 0x80000000
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma
        ret

set_timer:
        rdtime  a0
        addi    a0, a0, 97
        li      a1, 0
        li      a6, 0
        li      a7, 0x54494d45
        ecall
        ret

# The processes use t0, t1 and the program counter, nothing else.
trap:   sw      t0, 0(s2)
        sw      t1, 4(s2)
        csrr    t0, sepc
        sw      t0, 8(s2)
        csrr    t0, scause
        bltz    t0, switch
        li      t1, 13                  # a load page fault
        beq     t0, t1, map_page
        j       .

map_page:                               # process b has no data page yet
        li      a0, 'f'
        li      a7, 1
        ecall
        la      t0, data_table_b
        la      t1, data_b
        srli    t1, t1, 2
        ori     t1, t1, USER_RW
        sw      t1, (t0)
        sfence.vma
        j       resume

switch: addi    s5, s5, -1
        beqz    s5, report
        mv      t0, s2
        mv      s2, s3
        mv      s3, t0
        mv      t0, s1
        mv      s1, s4
        mv      s4, t0
        jal     use_root
        jal     set_timer
resume: lw      t0, 8(s2)
        csrw    sepc, t0
        lw      t1, 4(s2)
        lw      t0, 0(s2)
        sret

report: li      t0, DATA                # the counter of the process whose table is in use
        li      t1, 1 << 18
        csrs    sstatus, t1             # SUM: the kernel may look at user pages
        lw      s6, (t0)
        csrc    sstatus, t1
        la      t0, data_b
        lw      t1, (t0)                # through the kernel's own mapping
        li      a0, 'n'
        bne     t1, s6, 1f
        li      a0, 'y'                 # SUM and the kernel's mapping agree
1:      li      a7, 1
        ecall
        la      t0, data_a
        lw      t1, (t0)
        li      a0, 'n'
        beqz    t1, 2f
        li      a0, 'y'                 # process a has counted in a page of its own
2:      ecall
        la      t0, code_table
        lw      t0, (t0)
        andi    t0, t0, 0xc0
        li      a0, 'n'
        li      t1, 0x40
        bne     t0, t1, 3f
        li      a0, 'a'                 # the code page: accessed, not dirty
3:      ecall
        la      t0, data_table_a
        lw      t0, (t0)
        andi    t0, t0, 0xc0
        li      a0, 'n'
        li      t1, 0xc0
        bne     t0, t1, 4f
        li      a0, 'd'                 # the data page: accessed and dirty
4:      ecall
        li      a7, 8
        ecall

        .data
        .align  12
process:                                # mapped at USER
        li      t0, DATA
1:      lw      t1, (t0)
        addi    t1, t1, 1
        sw      t1, (t0)
        j       1b

        .align  12
root_a:         .space 4096
root_b:         .space 4096
code_table:     .space 4096
data_table_a:   .space 4096
data_table_b:   .space 4096
data_a:         .space 4096
data_b:         .space 4096
context_a:      .word 0, 0, USER
context_b:      .word 0, 0, USER
                .space 512
                .align 4
kernel_stack:
`;
