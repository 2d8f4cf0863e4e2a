/** The two guests of the last check: one that leaves a secret all over its memory, and one that looks for what was left. */

/** Frames of memory that each of the two has. Their programs lie in the first, and they work on all others. */
export const GUEST_FRAMES = 16;

export const RAM = 0x8000_0000;
export const SECRET = 0x5ec2_e700;
const first = RAM + 4096;
const end = RAM + 4096 * GUEST_FRAMES;

export const keeper = `
_start:
    li   t0, ${first}
    li   t1, ${end}
    li   t2, ${SECRET}
1:  sw   t2, 0(t0)
    addi t0, t0, 4
    bltu t0, t1, 1b
    li   a7, 8                    # SBI: shut down
    ecall
`;

export const spy = `
_start:
    li   s0, 0                    # words that are not zero
    li   t0, ${first}
    li   t1, ${end}
1:  lw   t2, 0(t0)
    beqz t2, 2f
    addi s0, s0, 1
2:  addi t0, t0, 4
    bltu t0, t1, 1b

    la   s1, before
    call print
    li   s2, 28                   # the number, from its highest digit on
3:  srl  t0, s0, s2
    andi t0, t0, 15
    la   t1, digits
    add  t1, t1, t0
    lbu  a0, 0(t1)
    li   a7, 1                    # SBI: put a character
    ecall
    addi s2, s2, -4
    bgez s2, 3b
    la   s1, behind
    call print
    li   a7, 8
    ecall

print:                            # the text at s1, up to a zero
    lbu  a0, 0(s1)
    beqz a0, 4f
    li   a7, 1
    ecall
    addi s1, s1, 1
    j    print
4:  ret

before: .asciz "found 0x"
behind: .asciz " words that are not zero\\n"
digits: .ascii "0123456789abcdef"
`;
