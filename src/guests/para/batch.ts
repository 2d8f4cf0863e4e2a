/** Two guests that print the same eight lines: one makes a hypercall for each line, the other makes one batch of them. */
import { paraAbi } from './abi.js';

const text = String.raw`
        .data
line:   .ascii  "batch\n"
`;

export const paraSingles =
  paraAbi +
  String.raw`
_start: li      s0, 8
1:      la      a0, line
        li      a1, 6
        hypercall CONSOLE_WRITE
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a0, 0
        hypercall SHUTDOWN
` +
  text;

export const paraBatch =
  paraAbi +
  String.raw`
_start: la      a0, entries
        li      a1, 8
        hypercall MULTICALL
        bnez    a0, failed
        li      t0, 8
        bne     a1, t0, failed          # the value is the number of calls
        la      t0, entries
        lw      t1, 24(t0)              # the first entry's error ...
        bnez    t1, failed
        lw      t1, 28(t0)              # ... and value: six bytes were written
        li      t2, 6
        bne     t1, t2, failed
        li      a0, 0
        hypercall SHUTDOWN
failed: li      a0, 1
        hypercall SHUTDOWN
` +
  text +
  String.raw`
        .align  2
        .macro  print
        .word   CONSOLE_WRITE
        .word   line, 6, 0, 0, 0
        .word   -1, -1                  # error and value
        .endm
entries:
        print
        print
        print
        print
        print
        print
        print
        print
`;
