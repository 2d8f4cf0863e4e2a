/**
 * A guest that tries what is forbidden: addresses that are not its own, machine-level CSRs, words that are no instructions,
 * jumps to where no code is. It must get a trap for each attempt. It prints a letter for each cause and shuts down.
 */
export const hostile = String.raw`
_start:
        la      t0, trap
        csrw    stvec, t0
        lw      t1, 0(zero)             # no memory there: f
        li      t0, 0xfffffffc
        sw      t1, 0(t0)               # nor there: h
        li      t0, 0x80000001
        lw      t1, 0(t0)               # misaligned: e
        sw      t1, 0(t0)               # g
        amoadd.w t1, t1, (t0)           # g
        csrr    t1, mstatus             # not the guest's: c
        csrw    mepc, t0                # c
        csrw    cycle, zero             # read-only: c
        csrr    t1, 0x5c0               # there is no such register: c
        mret                            # c
        .word   0                       # no instruction: c
        .word   0xffffffff              # c
        ebreak                          # d
        la      ra, 1f
        jr      zero                    # no code there: b
1:      li      t0, 0x90000000
        la      ra, 2f
        jr      t0                      # b
2:      li      t0, 0x10000000
        la      ra, 3f
        jr      t0                      # nothing executes from a device: b
3:      li      t0, 0x10000000
        lw      t1, (t0)                # the serial port answers bytes only: f
        amoadd.w t1, t1, (t0)           # h
        lb      t1, 8(t0)               # after its last register: f
        li      a7, 8
        ecall                           # shut down

trap:   csrr    a0, scause
        li      t2, 1
        csrr    t3, sepc
        addi    t3, t3, 4
        bne     a0, t2, 1f
        mv      t3, ra                  # a fetch that failed: continue after the jump
1:      csrw    sepc, t3
        addi    a0, a0, 'a'
        li      a7, 1
        ecall
        sret
`;
