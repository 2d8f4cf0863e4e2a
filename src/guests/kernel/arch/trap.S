# Into the kernel and out of it, and from one process to another. sscratch holds the end of the process's kernel stack while a
# program runs, and 0 while the kernel runs: so the first instruction tells where a trap came from, and finds a stack.
#include "riscv.h"

        .macro  each_register op        # all but pc, sp and status, in the order of struct frame
        \op     ra, 4(sp)
        \op     gp, 12(sp)
        \op     tp, 16(sp)
        \op     t0, 20(sp)
        \op     t1, 24(sp)
        \op     t2, 28(sp)
        \op     s0, 32(sp)
        \op     s1, 36(sp)
        \op     a0, 40(sp)
        \op     a1, 44(sp)
        \op     a2, 48(sp)
        \op     a3, 52(sp)
        \op     a4, 56(sp)
        \op     a5, 60(sp)
        \op     a6, 64(sp)
        \op     a7, 68(sp)
        \op     s2, 72(sp)
        \op     s3, 76(sp)
        \op     s4, 80(sp)
        \op     s5, 84(sp)
        \op     s6, 88(sp)
        \op     s7, 92(sp)
        \op     s8, 96(sp)
        \op     s9, 100(sp)
        \op     s10, 104(sp)
        \op     s11, 108(sp)
        \op     t3, 112(sp)
        \op     t4, 116(sp)
        \op     t5, 120(sp)
        \op     t6, 124(sp)
        .endm

        .text
        .global trap_entry
        .align  2
trap_entry:
        csrrw   sp, sscratch, sp
        bnez    sp, 1f
        csrr    sp, sscratch            # from the kernel: go on with its stack
1:      addi    sp, sp, -FRAME_BYTES
        each_register sw
        csrrw   t0, sscratch, zero      # the sp before the trap; from now on this is the kernel
        csrr    t1, sepc
        csrr    t2, sstatus
        sw      t0, 8(sp)
        sw      t1, 0(sp)
        sw      t2, 128(sp)
        mv      a0, sp
        csrr    a1, scause
        csrr    a2, stval
        call    trap

trap_return:                            # to where the frame at sp says
        lw      t0, 0(sp)
        lw      t1, 128(sp)
        csrw    sepc, t0
        csrw    sstatus, t1
        andi    t1, t1, SSTATUS_SPP
        bnez    t1, 1f
        addi    t0, sp, FRAME_BYTES     # back to a program: its next trap begins with an empty kernel stack
        csrw    sscratch, t0
1:      each_register lw
        lw      sp, 8(sp)
        sret

# A new process begins here, with its frame at sp.
        .global process_entry
process_entry:
        call    process_begin
        j       trap_return

# context_switch(uint32_t *save_sp, uint32_t load_sp): a call that another process returns from.
        .global context_switch
context_switch:
        addi    sp, sp, -CONTEXT_BYTES
        sw      ra, 0(sp)
        sw      s0, 4(sp)
        sw      s1, 8(sp)
        sw      s2, 12(sp)
        sw      s3, 16(sp)
        sw      s4, 20(sp)
        sw      s5, 24(sp)
        sw      s6, 28(sp)
        sw      s7, 32(sp)
        sw      s8, 36(sp)
        sw      s9, 40(sp)
        sw      s10, 44(sp)
        sw      s11, 48(sp)
        sw      sp, 0(a0)
        mv      sp, a1
        lw      ra, 0(sp)
        lw      s0, 4(sp)
        lw      s1, 8(sp)
        lw      s2, 12(sp)
        lw      s3, 16(sp)
        lw      s4, 20(sp)
        lw      s5, 24(sp)
        lw      s6, 28(sp)
        lw      s7, 32(sp)
        lw      s8, 36(sp)
        lw      s9, 40(sp)
        lw      s10, 44(sp)
        lw      s11, 48(sp)
        addi    sp, sp, CONTEXT_BYTES
        ret
