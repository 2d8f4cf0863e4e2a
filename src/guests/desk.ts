/**
 * A kernel of one page of comments and a few pages of code, with two applications: what exercise 16 ports. It stands in one text, as a
 * student gets it. What traps or fails silently when it is deprivileged is spread over it, as in any kernel.
 */
export const deskKernel = String.raw`# desk: a small kernel for two applications
#
# It runs on the bare machine: in S-mode, with the SBI below it. Applications run in U-mode, without page tables. They ask the
# kernel by ECALL, with the number of the call in a7. A timer interrupts them, so that each gets its share of the processor.
#
#   1 put character a0      2 exit with a0      3 yield      4 ticks so far      5 send a1 to process a0      6 receive
#   7 who am I
#
# The kernel itself is never interrupted: a trap masks interrupts, and the return from it unmasks them.

# The frame of a trap: what a process needs to go on.
        .equ    F_PC, 0           # where it goes on
        .equ    F_SP, 4           # its registers
        .equ    F_A0, 8
        .equ    F_A6, 12
        .equ    F_A7, 16
        .equ    F_MODE, 20              # spare: with which mode a process goes on,
        .equ    F_ENABLED, 24           # and whether it may be interrupted. Here sstatus knows both
        .equ    F_RA, 28
        .equ    F_GP, 32
        .equ    F_TP, 36
        .equ    F_T0, 40
        .equ    F_T1, 44
        .equ    F_T2, 48
        .equ    F_S0, 52
        .equ    F_S1, 56
        .equ    F_A1, 60
        .equ    F_A2, 64
        .equ    F_A3, 68
        .equ    F_A4, 72
        .equ    F_A5, 76
        .equ    F_S2, 80
        .equ    F_S3, 84
        .equ    F_S4, 88
        .equ    F_S5, 92
        .equ    F_S6, 96
        .equ    F_S7, 100
        .equ    F_S8, 104
        .equ    F_S9, 108
        .equ    F_S10, 112
        .equ    F_S11, 116
        .equ    F_T3, 120
        .equ    F_T4, 124
        .equ    F_T5, 128
        .equ    F_T6, 132
        .equ    F_BYTES, 136

# A process: its frame, and what the scheduler knows about it.
        .equ    P_STATE, F_BYTES        # one of the states below
        .equ    P_MAIL, F_BYTES + 4     # a value that was sent to it
        .equ    P_FULL, F_BYTES + 8     # 1: there is one
        .equ    P_NAME, F_BYTES + 12    # a letter
        .equ    P_CODE, F_BYTES + 16    # what it exited with
        .equ    P_BYTES, F_BYTES + 20

        .equ    PROCESSES, 2
        .equ    DEAD, 0
        .equ    READY, 1
        .equ    RECEIVING, 2

        .equ    CALLS, 8                # numbers of system calls: 0 to 7
        .equ    TICK, 5000              # steps of the machine from one tick to the next
        .equ    LINE_BYTES, 80

# What the kernel asks of the firmware, by the numbers of the SBI's first version.
        .equ    SBI_SET_TIMER, 0
        .equ    SBI_PUT, 1
        .equ    SBI_SHUTDOWN, 8

# Causes of traps.
        .equ    CAUSE_SYSTEM_CALL, 8

# ---------------------------------------------------------------------------------------------------------------------------
# Start

        .text
_start: la      a0, trap                # traps go there
        csrw    stvec, a0
        la      a1, frame               # and find the frame in sscratch
        csrw    sscratch, a1
        li      t0, 1 << 5              # STIE: the timer may interrupt
        csrs    sie, t0
        li      t0, 1 << 8              # SPP: SRET goes to U-mode,
        csrc    sstatus, t0
        li      t0, 1 << 5              # SPIE: and unmasks interrupts
        csrs    sstatus, t0
        la      sp, frame               # sp is at the frame as long as the kernel runs: it needs no stack
        jal     next_tick
        la      s0, current             # the last process runs now, so the first one is next
        la      t0, last_process
        sw      t0, (s0)
        j       schedule

# ---------------------------------------------------------------------------------------------------------------------------
# Into the kernel and out of it

        .align  2
trap:   csrrw   sp, sscratch, sp        # sp: the frame; sscratch: the process's sp
        sw      ra, F_RA(sp)
        sw      gp, F_GP(sp)
        sw      tp, F_TP(sp)
        sw      t0, F_T0(sp)
        sw      t1, F_T1(sp)
        sw      t2, F_T2(sp)
        sw      s0, F_S0(sp)
        sw      s1, F_S1(sp)
        sw      a1, F_A1(sp)
        sw      a2, F_A2(sp)
        sw      a3, F_A3(sp)
        sw      a4, F_A4(sp)
        sw      a5, F_A5(sp)
        sw      s2, F_S2(sp)
        sw      s3, F_S3(sp)
        sw      s4, F_S4(sp)
        sw      s5, F_S5(sp)
        sw      s6, F_S6(sp)
        sw      s7, F_S7(sp)
        sw      s8, F_S8(sp)
        sw      s9, F_S9(sp)
        sw      s10, F_S10(sp)
        sw      s11, F_S11(sp)
        sw      t3, F_T3(sp)
        sw      t4, F_T4(sp)
        sw      t5, F_T5(sp)
        sw      t6, F_T6(sp)
        sw      a0, F_A0(sp)
        sw      a6, F_A6(sp)
        sw      a7, F_A7(sp)
        csrrw   t0, sscratch, sp        # the process's sp; and sscratch is as the next trap needs it
        sw      t0, F_SP(sp)
        csrr    t0, sepc                # where it was
        sw      t0, F_PC(sp)
        csrr    s0, scause              # and why it came
        bltz    s0, interrupt
        li      t0, CAUSE_SYSTEM_CALL
        beq     s0, t0, system_call
        j       fault

# Goes on with the process in the frame.
resume: lw      t0, F_PC(sp)
        csrw    sepc, t0
        lw      a0, F_A0(sp)
        lw      a6, F_A6(sp)
        lw      a7, F_A7(sp)
        lw      ra, F_RA(sp)
        lw      gp, F_GP(sp)
        lw      tp, F_TP(sp)
        lw      t0, F_T0(sp)
        lw      t1, F_T1(sp)
        lw      t2, F_T2(sp)
        lw      s0, F_S0(sp)
        lw      s1, F_S1(sp)
        lw      a1, F_A1(sp)
        lw      a2, F_A2(sp)
        lw      a3, F_A3(sp)
        lw      a4, F_A4(sp)
        lw      a5, F_A5(sp)
        lw      s2, F_S2(sp)
        lw      s3, F_S3(sp)
        lw      s4, F_S4(sp)
        lw      s5, F_S5(sp)
        lw      s6, F_S6(sp)
        lw      s7, F_S7(sp)
        lw      s8, F_S8(sp)
        lw      s9, F_S9(sp)
        lw      s10, F_S10(sp)
        lw      s11, F_S11(sp)
        lw      t3, F_T3(sp)
        lw      t4, F_T4(sp)
        lw      t5, F_T5(sp)
        lw      t6, F_T6(sp)
        lw      sp, F_SP(sp)
        sret

# ---------------------------------------------------------------------------------------------------------------------------
# The timer

# Interrupts come from the timer alone.
interrupt:
        la      t0, ticks               # one more tick
        lw      t1, (t0)
        addi    t1, t1, 1
        sw      t1, (t0)
        jal     next_tick
        j       schedule                # the other process's turn

# Asks for the next tick. The time of the next one is that of the last one and TICK: no tick is lost, however late it comes.
next_tick:
        la      t0, next_time
        lw      a0, (t0)
        li      t1, TICK
        add     a0, a0, t1
        sw      a0, (t0)
        li      a1, 0                   # the upper half of the time
        li      a7, SBI_SET_TIMER
        ecall
        ret

# ---------------------------------------------------------------------------------------------------------------------------
# The scheduler: one process after the other

# The process that runs now has its state in the frame. Keeps it, and lets the next process run that is ready.
schedule:
        la      s0, current
        lw      s1, (s0)                # s1: the process that runs now
        lw      t0, P_STATE(s1)
        beqz    t0, find                # a dead one needs its frame no more
        la      t0, started             # nor has any run before the first one
        lw      t0, (t0)
        beqz    t0, find
        mv      a0, s1                  # from the frame to the process
        mv      a1, sp
        jal     copy_frame
find:   li      t0, 1
        la      t1, started
        sw      t0, (t1)
        li      s2, PROCESSES           # how many are left to look at
        mv      s3, s1
1:      addi    s3, s3, P_BYTES         # s3: the next one, and after the last one the first
        la      t0, end_of_processes
        bltu    s3, t0, 2f
        la      s3, processes
2:      lw      t0, P_STATE(s3)
        li      t1, READY
        beq     t0, t1, switch
        addi    s2, s2, -1
        bnez    s2, 1b
        j       all_done

# To the process s3.
switch: sw      s3, (s0)
        mv      a0, sp                  # from the process to the frame
        mv      a1, s3
        jal     copy_frame
        j       resume

# Copies the frame at a1 to a0.
copy_frame:
        li      t0, F_BYTES
        add     t0, t0, a1              # where it ends
1:      lw      t1, (a1)
        sw      t1, (a0)
        addi    a1, a1, 4
        addi    a0, a0, 4
        bltu    a1, t0, 1b
        ret

# No process is ready any more. Those that still receive will never get anything.
all_done:
        la      s3, processes           # tells how each one ended
1:      la      a0, ended_text
        jal     put_text
        lw      a0, P_NAME(s3)
        jal     put
        la      a0, with_text
        jal     put_text
        lw      a0, P_STATE(s3)
        bnez    a0, 2f
        lw      a0, P_CODE(s3)
        jal     put_number
        j       3f
2:      la      a0, waiting_text        # it waits for mail that nobody sends
        jal     put_text
3:      li      a0, '\n'
        jal     put
        addi    s3, s3, P_BYTES
        la      t0, end_of_processes
        bltu    s3, t0, 1b
        li      a7, SBI_SHUTDOWN
        ecall

# ---------------------------------------------------------------------------------------------------------------------------
# System calls

system_call:
        lw      t0, F_PC(sp)            # go on after the ECALL
        addi    t0, t0, 4
        sw      t0, F_PC(sp)
        lw      t0, F_A7(sp)            # the number of the call
        li      t1, CALLS
        bgeu    t0, t1, no_such_call
        slli    t0, t0, 2
        la      t1, calls
        add     t1, t1, t0
        lw      t1, (t1)
        lw      a0, F_A0(sp)
        lw      a1, F_A1(sp)
        la      s0, current             # the process that calls: s1
        lw      s1, (s0)
        jr      t1

# By their numbers. Each goes on at 'resume' or at 'schedule'.
        .align  2
calls:  .word   no_such_call
        .word   sys_put
        .word   sys_exit
        .word   schedule                # yield
        .word   sys_ticks
        .word   sys_send
        .word   sys_receive
        .word   sys_self

no_such_call:
        li      t0, -1
        sw      t0, F_A0(sp)
        j       resume

sys_put:
        jal     put
        j       resume

sys_exit:
        sw      zero, P_STATE(s1)       # DEAD
        sw      a0, P_CODE(s1)
        j       schedule

sys_ticks:
        la      t0, ticks
        lw      t0, (t0)
        sw      t0, F_A0(sp)
        j       resume

# Sends a1 to the process of number a0: 0 if that has room, -1 if not, or if there is no such process.
sys_send:
        li      t0, PROCESSES
        bgeu    a0, t0, no_such_call
        li      t0, P_BYTES
        mul     t0, t0, a0
        la      s2, processes
        add     s2, s2, t0              # s2: whom it is for
        lw      t0, P_STATE(s2)
        beqz    t0, no_such_call
        lw      t0, P_FULL(s2)
        bnez    t0, no_such_call
        sw      zero, F_A0(sp)
        lw      t0, P_STATE(s2)
        li      t1, RECEIVING
        beq     t0, t1, hand_over
        sw      a1, P_MAIL(s2)          # it is not waiting: keep it
        li      t0, 1
        sw      t0, P_FULL(s2)
        j       resume
hand_over:
        sw      a1, F_A0(s2)            # it is: this is what its call returns
        li      t0, READY
        sw      t0, P_STATE(s2)
        j       resume

# Returns what was sent to the process, or waits for it.
sys_receive:
        lw      t0, P_FULL(s1)
        beqz    t0, 1f
        sw      zero, P_FULL(s1)
        lw      t0, P_MAIL(s1)
        sw      t0, F_A0(sp)
        j       resume
1:      li      t0, RECEIVING
        sw      t0, P_STATE(s1)
        j       schedule

# The number of the process that calls.
sys_self:
        la      t0, processes
        sub     t0, s1, t0
        li      t1, P_BYTES
        divu    t0, t0, t1
        sw      t0, F_A0(sp)
        j       resume

# ---------------------------------------------------------------------------------------------------------------------------
# Faults: the process has done what it may not, and ends

fault:  la      s1, current
        lw      s1, (s1)
        la      a0, fault_text
        jal     put_text
        mv      a0, s0                  # the cause
        jal     put_number
        la      a0, in_text
        jal     put_text
        lw      a0, P_NAME(s1)
        jal     put
        li      a0, '\n'
        jal     put
        sw      zero, P_STATE(s1)
        li      t0, -1
        sw      t0, P_CODE(s1)
        j       schedule

# ---------------------------------------------------------------------------------------------------------------------------
# The console. Characters wait in a line, which is printed when it ends or is full.

# Puts the character a0. Changes t0 to t2, and a0, a1, a7 when a line is printed.
put:    la      t0, line_length
        lw      t1, (t0)
        la      t2, line
        add     t2, t2, t1
        sb      a0, (t2)
        addi    t1, t1, 1
        sw      t1, (t0)
        li      t2, '\n'
        beq     a0, t2, flush
        li      t2, LINE_BYTES
        beq     t1, t2, flush
        ret

# Prints the line.
flush:  mv      s11, ra                 # nobody else in the kernel uses s11
        la      a0, line
        la      a1, line_length
        lw      a1, (a1)
        jal     print
        la      t0, line_length
        sw      zero, (t0)
        jr      s11

# Prints the a1 bytes at a0.
print:  mv      t0, a0
        add     t1, a0, a1              # where they end
1:      bgeu    t0, t1, 2f
        lbu     a0, (t0)
        li      a7, SBI_PUT
        ecall
        addi    t0, t0, 1
        j       1b
2:      ret

# Puts the text at a0, which ends with a zero.
put_text:
        mv      s10, ra
        mv      s9, a0
1:      lbu     a0, (s9)
        beqz    a0, 2f
        jal     put
        addi    s9, s9, 1
        j       1b
2:      jr      s10

# Puts a0 as a signed decimal number.
put_number:
        mv      s10, ra
        mv      s9, a0
        bgez    s9, 1f
        li      a0, '-'
        jal     put
        neg     s9, s9
1:      la      s8, digits_end          # its digits, the last one first
2:      addi    s8, s8, -1
        li      t0, 10
        remu    t1, s9, t0
        divu    s9, s9, t0
        addi    t1, t1, '0'
        sb      t1, (s8)
        bnez    s9, 2b
3:      lbu     a0, (s8)
        jal     put
        addi    s8, s8, 1
        la      t0, digits_end
        bltu    s8, t0, 3b
        jr      s10

# ---------------------------------------------------------------------------------------------------------------------------
# The kernel's data

        .data
        .align  2
ticks:          .word   0
next_time:      .word   0               # of the next tick; a run is shorter than 2^32 steps
started:        .word   0               # 1: a process has run
current:        .word   0               # the process that runs now
line_length:    .word   0

# A process begins with its frame: pc, sp, a0, a6, a7, mode, enabled, and registers that are 0.
        .macro  process entry, stack, name
        .word   \entry, \stack, 0, 0, 0, 0, 0
        .space  F_BYTES - 28
        .word   READY, 0, 0, \name, 0
        .endm
processes:
        process first, first_stack, 'A'
last_process:
        process second, second_stack, 'B'
end_of_processes:

fault_text:     .asciz  "fault "
in_text:        .asciz  " in process "
ended_text:     .asciz  "process "
with_text:      .asciz  " ended with "
waiting_text:   .asciz  "mail that never came"

        .bss
        .align  4
frame:          .space  F_BYTES         # of the process that runs
line:           .space  LINE_BYTES
digits:         .space  12
digits_end:

# ===========================================================================================================================
# The applications. They are no part of the kernel: they stay as they are, to the last byte.

        .text
        .align  12
applications:

# The first one prints the squares that the second one sends, until a 0 comes. Then it does what it may not.
first:  li      s0, 0                   # the sum of what has come
1:      li      a7, 6                   # receive
        ecall
        beqz    a0, 3f
        mv      s1, a0
        add     s0, s0, a0
        la      a0, square_text
        jal     say
        mv      a0, s1
        jal     say_number
        li      a0, '\n'
        li      a7, 1
        ecall
        j       1b
3:      la      a0, sum_text
        jal     say
        mv      a0, s0
        jal     say_number
        li      a0, '\n'
        li      a7, 1
        ecall
        li      a7, 99                  # there is no such call
        ecall
        bgez    a0, 4f
        .word   0                       # nor such an instruction
4:      li      a0, 1                   # never comes here
        li      a7, 2
        ecall

# The second one computes squares by additions, sends them, and then waits for five ticks without a word to the kernel in between.
second: li      s0, 1                   # the number whose square it is
1:      mv      t0, s0
        li      a1, 0
2:      add     a1, a1, s0              # a1: its square
        addi    t0, t0, -1
        bnez    t0, 2b
3:      li      a0, 0                   # to the first one
        li      a7, 5
        ecall
        beqz    a0, 4f
        li      a7, 3                   # its box is full: yield, and try again
        ecall
        j       3b
4:      addi    s0, s0, 1
        li      t0, 12
        bne     s0, t0, 1b
        li      s2, 5                   # five times: work until the tick has changed
5:      li      a7, 4
        ecall
        mv      s3, a0
6:      li      t0, 300
7:      addi    t0, t0, -1
        bnez    t0, 7b
        li      a7, 4
        ecall
        beq     a0, s3, 6b
        addi    s2, s2, -1
        bnez    s2, 5b
8:      li      a0, 0                   # the end, for the first one
        li      a1, 0
        li      a7, 5
        ecall
        beqz    a0, 9f
        li      a7, 3
        ecall
        j       8b
9:      li      a7, 7                   # exits with its number
        ecall
        li      a7, 2
        ecall

# Says the text at a0, which ends with a zero.
say:    mv      t2, a0
1:      lbu     a0, (t2)
        beqz    a0, 2f
        li      a7, 1
        ecall
        addi    t2, t2, 1
        j       1b
2:      ret

# Says a0 as a decimal number of up to four digits, with zeros before it.
say_number:
        mv      t2, a0
        li      t3, 1000
1:      divu    a0, t2, t3
        remu    t2, t2, t3
        addi    a0, a0, '0'
        li      a7, 1
        ecall
        li      t0, 10
        divu    t3, t3, t0
        bnez    t3, 1b
        ret

square_text:    .asciz  "square "
sum_text:       .asciz  "sum "
        .align  4
        .space  256
first_stack:
        .space  256
second_stack:
end_of_applications:
`;
