/** Sleeps from one timer interrupt to the next, prints a dot for each of five, and shuts down. */
export const ticker = String.raw`
        .equ    PERIOD, 200             # ticks from one interrupt to the next
_start:
        la      t0, on_interrupt
        csrw    stvec, t0
        li      s0, 5                   # how many interrupts are left
        jal     set_timer
        li      t0, 1 << 5              # STIE: the timer may interrupt
        csrs    sie, t0
        csrsi   sstatus, 1 << 1         # SIE: interrupts are on
sleep:  wfi
        bnez    s0, sleep
        li      a7, 8                   # shut down (a legacy SBI call)
        ecall

on_interrupt:
        addi    s0, s0, -1
        li      a0, '.'
        li      a7, 1                   # put a character (a legacy SBI call)
        ecall
        la      ra, resume
set_timer:                              # the next interrupt is in PERIOD ticks; this also clears the pending one
        rdtime  a0
        addi    a0, a0, PERIOD
        li      a1, 0
        li      a2, 0
        li      a6, 0
        li      a7, 0x54494d45          # timer
        ecall
        ret
resume: sret
`;
