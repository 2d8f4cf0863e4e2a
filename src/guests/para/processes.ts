/**
 * The kernel with one process, ported: the process is the same, byte for byte. Its kernel gets system calls and the illegal
 * instruction through its callback, and returns to the process by ReturnTo instead of SRET.
 */
import { paraAbi } from './abi.js';

export const paraProcesses =
  paraAbi +
  String.raw`
_start: mv      s1, a1
        la      a0, trap
        la      a1, kernel_stack
        hypercall SET_CALLBACK
        la      t0, process
        sw      t0, FRAME_PC(s1)
        la      t0, user_stack
        sw      t0, FRAME + 4(s1)       # sp
        sw      zero, FRAME_MODE(s1)    # user mode
        addi    a0, s1, FRAME
        hypercall RETURN_TO

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

trap:   sw      a1, -4(sp)              # the registers that the VMM does not save
        sw      t0, -8(sp)
        sw      t1, -12(sp)
        lw      t0, CAUSE(s1)
        li      t1, 8                   # a system call
        beq     t0, t1, system_call
        li      t1, 2                   # an illegal instruction
        bne     t0, t1, unexpected
        li      a0, '!'
        j       print
system_call:
        li      t1, 2
        beq     a7, t1, exit
print:  la      t0, character
        sb      a0, (t0)
        mv      a0, t0
        li      a1, 1
        hypercall CONSOLE_WRITE
        lw      t0, FRAME_PC(s1)
        addi    t0, t0, 4               # continue after the instruction that trapped
        sw      t0, FRAME_PC(s1)
        lw      a1, -4(sp)
        lw      t0, -8(sp)
        lw      t1, -12(sp)
        addi    a0, s1, FRAME
        hypercall RETURN_TO

exit:   hypercall SHUTDOWN              # a0: the process's code
unexpected:
        li      a0, 1
        hypercall SHUTDOWN

        .bss
character:
        .space  1
        .align  4
        .space  256
kernel_stack:
        .space  256
user_stack:
`;
