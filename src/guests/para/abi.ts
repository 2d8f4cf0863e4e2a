/** The beginning of each paravirtual guest: the numbers that it and the VMM have agreed on (HypercallFunction in src/hypervisor). */
export const paraAbi = String.raw`
        .equ    SET_CALLBACK, 0
        .equ    SET_PAGE_TABLE, 1
        .equ    RETURN_TO, 2
        .equ    SET_TIMER, 3
        .equ    CONSOLE_WRITE, 4
        .equ    YIELD, 5
        .equ    BLOCK, 6
        .equ    DOMAIN_INFO, 7
        .equ    SHUTDOWN, 8
        .equ    MULTICALL, 9

        # The shared-info page, whose address is in a1 at the start.
        .equ    ENABLED, 0              # 1: events may interrupt
        .equ    PENDING, 4              # bit 5: the timer's event
        .equ    CAUSE, 8
        .equ    TVAL, 12
        .equ    TIME, 16                # and 20: its upper half
        .equ    FRAME, 24               # pc, sp, a0, a6, a7, mode, enabled
        .equ    FRAME_PC, FRAME
        .equ    FRAME_MODE, FRAME + 20

        .macro  hypercall function
        li      a6, \function
        li      a7, 0x09000000
        ecall
        .endm
`;
