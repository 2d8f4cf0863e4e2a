/**
 * Turns interrupts off, sets a timer, and works until the timer is past due: nothing may interrupt it. Then the interrupt
 * must be pending: it prints a letter and shuts down. If it is interrupted, it ends with exit code 1.
 */
export const sleepy = String.raw`
_start:
        la      t0, interrupted
        csrw    stvec, t0
        csrsi   sstatus, 1 << 1         # SIE on ...
        csrci   sstatus, 1 << 1         # ... and off again
        li      t0, 1 << 5
        csrs    sie, t0                 # STIE: now only SIE holds the timer's interrupt back
        rdtime  a0
        addi    a0, a0, 50
        li      a1, 0
        li      a6, 0
        li      a7, 0x54494d45          # timer
        ecall

        li      t0, 100
work:   addi    t0, t0, -1
        bnez    t0, work

        csrr    t1, sip
        andi    t1, t1, 1 << 5          # STIP
        beqz    t1, interrupted
        li      a0, 'z'
        li      a7, 1                   # put a character
        ecall
        li      a7, 8                   # shut down
        ecall

interrupted:
        li      t0, 0x100000            # the finisher: fail, with code 1
        li      t1, 0x13333
        sw      t1, (t0)
        j       .
`;
