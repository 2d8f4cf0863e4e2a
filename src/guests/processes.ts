/**
 * A kernel with one process. The process runs in user mode, prints through system calls, tries a privileged instruction
 * (the kernel must see an illegal instruction), and exits with a code.
 */
export const processes = String.raw`
_start:
        la      t0, trap
        csrw    stvec, t0
        la      t0, kernel_stack
        csrw    sscratch, t0            # while user code runs, sscratch holds the kernel's stack
        la      t0, process
        csrw    sepc, t0
        li      t0, 1 << 8              # SPP = 0: SRET goes to user mode
        csrc    sstatus, t0
        la      sp, user_stack
        sret

# System calls: a7 = 1 prints the character a0, a7 = 2 exits with code a0.
process:
        li      a0, 'u'
        li      a7, 1
        ecall
        csrr    t0, sstatus             # not for processes
        li      a0, 's'
        li      a7, 1
        ecall
        li      a0, 7
        li      a7, 2
        ecall

trap:   csrrw   sp, sscratch, sp
        sw      t0, -4(sp)
        sw      t1, -8(sp)
        csrr    t0, scause
        li      t1, 8                   # a system call
        beq     t0, t1, system_call
        li      t1, 2                   # an illegal instruction
        bne     t0, t1, unexpected
        li      a0, '!'
        li      a7, 1
        ecall                           # the kernel's own firmware call
        j       skip

system_call:
        li      t1, 2
        beq     a7, t1, exit
        ecall                           # a7 = 1 is also the number of the firmware's call that prints
skip:   csrr    t0, sepc
        addi    t0, t0, 4               # continue after the instruction that trapped
        csrw    sepc, t0
        lw      t0, -4(sp)
        lw      t1, -8(sp)
        csrrw   sp, sscratch, sp
        sret

exit:   slli    a0, a0, 16
        li      t1, 0x3333
        or      a0, a0, t1
        li      t0, 0x100000            # the finisher: exit with the process's code
        sw      a0, (t0)
unexpected:
        j       .

        .bss
        .align  4
        .space  256
kernel_stack:
        .space  256
user_stack:
`;
