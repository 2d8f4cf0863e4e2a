/**
 * The ticker, ported: sleeps from one timer event to the next, prints a dot for each of five, and shuts down. Before that it
 * masks its events by a store to the shared-info page, which takes no exit, and works while an event is pending: nothing may
 * interrupt it.
 */
import { paraAbi } from './abi.js';

export const paraTicker =
  paraAbi +
  String.raw`
        .equ    PERIOD, 200
_start: mv      s1, a1                  # the shared-info page
        li      s0, 5                   # how many events are left
        la      a0, on_trap
        la      a1, stack
        hypercall SET_CALLBACK
        jal     set_timer

        sw      zero, ENABLED(s1)       # masked
        li      t0, 400
1:      addi    t0, t0, -1
        bnez    t0, 1b
        li      t1, 5
        bne     s0, t1, failed          # it was interrupted although events were masked
        hypercall YIELD                 # an exit: the VMM checks the timer
        lw      t0, PENDING(s1)
        beqz    t0, failed              # it should be pending by now

        li      t0, 1
        sw      t0, ENABLED(s1)         # unmasked: the event comes at the next exit
sleep:  hypercall BLOCK
        bnez    s0, sleep
        li      a0, 0
        hypercall SHUTDOWN
failed: li      a0, 1
        hypercall SHUTDOWN

on_trap:                                # the VMM has saved sp, a0, a6 and a7; the code outside does not need a1, t0 and t1
        sw      zero, PENDING(s1)
        addi    s0, s0, -1
        mv      s2, ra
        jal     set_timer
        mv      ra, s2
        la      a0, dot
        li      a1, 1
        hypercall CONSOLE_WRITE
        addi    a0, s1, FRAME
        hypercall RETURN_TO

set_timer:
        lw      a0, TIME(s1)
        addi    a0, a0, PERIOD
        li      a1, 0
        hypercall SET_TIMER
        ret

        .data
dot:    .ascii  "."
        .bss
        .align  4
        .space  256
stack:
`;
