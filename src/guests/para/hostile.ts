/**
 * A paravirtual guest that asks for what is forbidden: unknown calls, memory that is not its own, ranges that wrap around,
 * batches in batches. Each request must be refused with an error code. It prints a letter for each and shuts down.
 */
import { paraAbi } from './abi.js';

export const paraHostile =
  paraAbi +
  String.raw`
        .macro  refused function, first, second
        li      a0, \first
        li      a1, \second
        hypercall \function
        jal     note
        .endm

_start: mv      s1, a1
        la      a0, trap
        la      a1, stack
        hypercall SET_CALLBACK
        refused 99, 0, 0                        # there is no such call
        refused SET_CALLBACK, 0x80000002, 0     # no instruction's address
        refused SET_PAGE_TABLE, 0x80000800, 0   # no page
        refused SET_PAGE_TABLE, 0x7ffff000, 0   # not in its memory
        refused SET_PAGE_TABLE, 0xfffff000, 0
        refused CONSOLE_WRITE, 0x7fffffff, 2    # begins below its memory
        refused CONSOLE_WRITE, 0xfffffffc, 8    # wraps
        refused CONSOLE_WRITE, 0x80000000, -1
        refused DOMAIN_INFO, 0x7ffffff8, 0
        refused DOMAIN_INFO, 0x80000002, 0
        refused RETURN_TO, 0, 0
        refused MULTICALL, 0x80000000, 33
        refused MULTICALL, 0xffffffe0, 1
        la      a0, nested
        li      a1, 2
        hypercall MULTICALL
        jal     note
        csrr    t0, sstatus                     # not emulated: a paravirtual guest must use hypercalls
        li      a0, 0
        hypercall SHUTDOWN

note:   neg     t0, a0                          # error codes are negative: -2 becomes c
        addi    t0, t0, 'a'
print:  la      a0, character
        sb      t0, (a0)
        li      a1, 1
        hypercall CONSOLE_WRITE
        ret

trap:   lw      t0, CAUSE(s1)
        addi    t0, t0, 'A'                     # an illegal instruction: C
        jal     print
        lw      t0, FRAME_PC(s1)
        addi    t0, t0, 4
        sw      t0, FRAME_PC(s1)
        addi    a0, s1, FRAME
        hypercall RETURN_TO

        .data
        .align  2
nested: .word   CONSOLE_WRITE, character, 1, 0, 0, 0, 0, 0
        .word   MULTICALL, nested, 1, 0, 0, 0, 0, 0
character:
        .ascii  "#"
        .align  4
        .space  256
stack:
`;
