/** Other applications for the kernel: its port must serve any. Each text goes from the labels of the first one to the stacks. */

const registers = Array.from({ length: 31 }, (_, i) => i + 1);
/** A value for each register, different for both applications. */
const patternOf = (seed: number, register: number) =>
  (Math.imul(register + 40 * seed, 0x9e37_79b9) >>> 0) | 1;

const tail = `
        .align  4
        .space  256
first_stack:
        .space  256
second_stack:
end_of_applications:
`;

/** Puts the letter and a new line, and exits. */
const tellAndExit = (letter: string) => `
        li      a0, '${letter}'
        li      a7, 1
        ecall
        li      a0, '\\n'
        li      a7, 1
        ecall
        li      a0, 0
        li      a7, 2
        ecall`;

/** Fills all registers but `free`. */
const fill = (seed: number, free: readonly number[]) =>
  registers
    .filter((register) => !free.includes(register))
    .map((register) => `        li      x${register}, ${patternOf(seed, register)}`);
/** Compares all registers but `free`, of which the first one is used for it. */
const compare = (seed: number, free: readonly number[], bad: string) =>
  registers
    .filter((register) => !free.includes(register))
    .flatMap((register) => [
      `        li      x${free[0]}, ${patternOf(seed, register)}`,
      `        bne     x${register}, x${free[0]}, ${bad}`,
    ]);

/** Fills its registers, works `turns` turns without the kernel, which interrupts it, and finds them as they were; then calls it. */
function keepsRegisters(name: string, seed: number, turns: number, good: string): string {
  const bad = `${name}_bad`;
  return `
${name}:
${fill(seed, [8]).join('\n')}
        li      s0, ${turns}
1:      addi    s0, s0, -1
        bnez    s0, 1b
${compare(seed, [8], bad).join('\n')}
${fill(seed + 7, [8, 17]).join('\n')}
        li      a7, 3                   # yield
        ecall
${compare(seed + 7, [8, 17], bad).join('\n')}
        li      a7, 98                  # a call that is none changes a0 alone
        ecall
${compare(seed + 7, [8, 17, 10], bad).join('\n')}
${tellAndExit(good)}
${bad}:
${tellAndExit('x')}`;
}

/** Both work while the other one does, and are interrupted. */
export const registersKept =
  keepsRegisters('first', 1, 6_000, 'a') + keepsRegisters('second', 2, 14_000, 'b') + tail;

/** One ends by a breakpoint, the other one by an instruction that is not for it, after a line that is too long for the console's. */
export const faulty = `
first:  li      s0, 170
1:      li      a0, '='
        li      a7, 1
        ecall
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a0, 1                   # mail for the other one, so that it goes on
        li      a1, 5
        li      a7, 5
        ecall
        ebreak
second: li      a7, 6
        ecall
        li      a7, 3                   # after the other one
        ecall
        ecall
        ecall
        li      a0, '.'
        li      a7, 1
        ecall
        csrw    stvec, zero
        li      a7, 2                   # never comes here
        ecall
${tail}`;

/** Few system calls and some forty ticks: what a port does too much at each tick, the twenty spare exits do not pay for. */
export const BUSY = { systemCalls: 2 * (2 + 6 * 11 + 1), lines: 2 * 6 + 4, turns: 9_000 };
const busy = (name: string) => `
${name}:
        li      s0, 6
1:      li      s1, ${BUSY.turns}
2:      addi    s1, s1, -1
        bnez    s1, 2b
        li      s2, 10
3:      li      a0, '-'
        li      a7, 1
        ecall
        addi    s2, s2, -1
        bnez    s2, 3b
        li      a0, '\\n'
        li      a7, 1
        ecall
        addi    s0, s0, -1
        bnez    s0, 1b
        li      a0, 4
        li      a7, 2
        ecall`;
/** Only one of them prints at a time: the second one waits for the first one's mail, and so both end in order. */
export const busyOnes = `${busy('first').replace('        li      a0, 4\n', '        li      a0, 1\n        li      a7, 5\n        ecall\n        li      a0, 4\n')}
second: li      a7, 6
        ecall
        j       second_goes_on
${busy('second_goes_on')}
${tail}`;

/** Makes a call and puts what it returns as a digit; -1 is the character before 0. */
const tell = (call: number, a0 = 0, a1 = 0) => `
        li      a0, ${a0}
        li      a1, ${a1}
        li      a7, ${call}
        ecall
        addi    a0, a0, '0'
        li      a7, 1
        ecall`;
const newLine = `
        li      a0, '\\n'
        li      a7, 1
        ecall`;

/** Every system call, and each reason for which one is refused. The second one waits for the first one's mail, and so they end in order. */
export const everyCall = `
first:  li      a7, 4                   # until a tick has come
        ecall
        beqz    a0, first
${tell(7)}                              # who am I
${tell(5, 0, 4)}                        # to itself: there is room, and then there is none
${tell(5, 0, 5)}
${tell(6)}
${tell(5, 2)}                           # to nobody
${tell(5, -1)}
${tell(0)}                              # no calls
${tell(8)}
${newLine}
        li      a0, 1
        li      a1, 7
        li      a7, 5
        ecall
        li      a0, 1234567890
        li      a7, 2
        ecall
second: ${tell(6)}
${tell(7)}
        li      s0, 4                   # the first one ends meanwhile
1:      li      a7, 3
        ecall
        addi    s0, s0, -1
        bnez    s0, 1b
${tell(5, 0)}                           # to one that has ended
${newLine}
        li      a7, 6                   # mail that never comes
        ecall
${tail}`;

/** Each waits for a word that the other one writes, and asks the kernel for nothing meanwhile: only a tick lets the other one go on. */
export const waitingForEachOther = `
first:  la      s0, words
1:      lw      t0, (s0)
        beqz    t0, 1b
        li      a0, 'a'
        li      a7, 1
        ecall
${newLine}
        li      t0, 1
        sw      t0, 4(s0)
        li      a0, 0
        li      a7, 2
        ecall
second: la      s0, words
        li      t0, 1
        sw      t0, (s0)
1:      lw      t0, 4(s0)
        beqz    t0, 1b
${tellAndExit('b')}
words:  .word   0, 0
${tail}`;
