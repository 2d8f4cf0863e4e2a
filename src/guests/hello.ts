/** The smallest guest: prints two lines, one through its firmware and one through its serial port, and shuts down. */
export const hello = String.raw`
# a7 and a6: which SBI call; a0 ...: its arguments (SBI specification 2.0, chapters 3 and 12).
_start:
        la      a1, greeting
        la      a0, greeting_end
        sub     a0, a0, a1                      # how many bytes
        li      a2, 0                           # upper half of their address
        li      a7, 0x4442434e                  # debug console
        li      a6, 0                           # write
        ecall

        li      t0, 0x10000000                  # the serial port's transmit register
        la      t1, line
1:      lbu     t2, (t1)
        beqz    t2, shutdown
        sb      t2, (t0)
        addi    t1, t1, 1
        j       1b

shutdown:
        li      a0, 0                           # shut down
        li      a1, 0                           # for no special reason
        li      a7, 0x53525354                  # system reset
        li      a6, 0
        ecall

        .data
greeting:
        .ascii  "hello, firmware\n"
greeting_end:
line:   .asciz  "hello, serial port\n"
`;
