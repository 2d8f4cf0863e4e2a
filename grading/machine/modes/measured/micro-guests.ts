/**
 * One operation, very often: guests for micro-benchmarks in the manner of Adams and Agesen 2006, section 6.2 (nanobenchmarks). A kernel with
 * paging does the operation ROUNDS times and turns the machine off. Two runs of different length differ in nothing but rounds, so their
 * difference is the cost of the operation, and a guest without an operation gives the cost of the loop.
 */

export interface Operation {
  readonly name: string;
  /** What it is, for a table. */
  readonly what: string;
  /** Executed once for each round. Uses t1 to t6; s1 to s4 are as below. */
  readonly code: string;
  /** Whether a program does it, in U-mode, and not the kernel. */
  readonly inProgram?: boolean;
}

export const NOTHING: Operation = { name: 'nothing', what: 'an empty loop', code: '' };

export const operations: readonly Operation[] = [
  { name: 'syscall', what: 'system call of a program, and back', code: 'ecall', inProgram: true },
  { name: 'privileged write', what: 'of sscratch', code: 'csrw sscratch, zero' },
  { name: 'privileged read', what: 'of sstatus', code: 'csrr t1, sstatus' },
  { name: 'interrupt mask', what: 'a write of sie', code: 'csrw sie, zero' },
  { name: 'irq off and on', what: 'two writes of sstatus', code: 'csrci sstatus, 2\ncsrsi sstatus, 2' },
  { name: 'call and return', what: 'in the kernel', code: 'jal ra, nop_function' },
  { name: 'page fault', what: 'of the kernel, skipped by its handler', code: 'lw t1, 0(s1)' },
  { name: 'exception', what: 'a breakpoint, skipped by its handler', code: 'ebreak' },
  {
    name: 'page-table change',
    what: 'another frame, a fence, and a load through it',
    code: 'sw s3, 0(s2)\nsfence.vma s4, zero\nlw t1, 0(s4)\nxor s3, s3, s5',
  },
  { name: 'device read', what: 'a register of the serial port', code: 'lbu t1, 5(s6)' },
  { name: 'clock read', what: 'time, by the kernel', code: 'rdtime t1' },
];

/** The guest's memory, in bytes. */
export const MICRO_BYTES = 256 * 1024;

/** s1: nothing is there; s2: the entry of the page s4; s3 and s5: two entries in turn; s6: the serial port; s11: it is over. */
export function microGuest({ code, inProgram = false }: Operation, rounds: number): string {
  return `
        .equ    KERNEL, 0xcf            # D A X W R V
        .equ    PROGRAM, 0xdf           # the same, and U
_start:
        la      s2, table
        la      t0, root
        srli    t1, s2, 12
        slli    t1, t1, 10
        ori     t1, t1, 1
        sw      t1, 4(t0)               # 0x0040_0000: a table, for pages that change
        li      t1, (0x10000000 >> 12 << 10) | 0xc7
        li      t2, 0x40 * 4
        add     t2, t2, t0
        sw      t1, (t2)                # 0x1000_0000: devices
        li      t1, (0x80000000 >> 12 << 10) | PROGRAM
        li      t2, 0x100 * 4
        add     t2, t2, t0
        sw      t1, (t2)                # 0x4000_0000: memory, for the program
        li      t1, (0x80000000 >> 12 << 10) | KERNEL
        li      t2, 0x200 * 4
        add     t2, t2, t0
        sw      t1, (t2)                # 0x8000_0000: memory, for the kernel
        la      t1, page_a
        srli    t1, t1, 12
        slli    t1, t1, 10
        ori     s3, t1, KERNEL
        la      t1, page_b
        srli    t1, t1, 12
        slli    t1, t1, 10
        ori     t1, t1, KERNEL
        sw      t1, (s2)
        xor     s5, t1, s3
        srli    t0, t0, 12
        li      t1, 1 << 31
        or      t0, t0, t1
        csrw    satp, t0
        sfence.vma
        la      t0, trap
        csrw    stvec, t0
        li      s1, 0x00800000
        li      s4, 0x00400000
        li      s6, 0x10000000
        li      s11, 0
        li      s0, ${rounds}
        ${inProgram ? 'j to_program' : ''}
again:
        ${inProgram ? '' : code}
        addi    s0, s0, -1
        bnez    s0, again
off:    li      a7, 8
        ecall

to_program:
        la      t0, program
        li      t1, 0x40000000          # the program's view of memory is lower by this
        sub     t0, t0, t1
        csrw    sepc, t0
        li      t0, 1 << 8
        csrc    sstatus, t0             # SPP: it runs in U-mode
        sret
        .balign 4096                    # in another page than the handler: they must not share an entry of the TLB
program:
        ${inProgram ? code : ''}
        addi    s0, s0, -1
        bnez    s0, program
        li      s11, 1
        ecall

        .balign 4096
trap:   beqz    s11, 1f
        j       off
1:      csrr    t0, sepc
        addi    t0, t0, 4
        csrw    sepc, t0
        sret

nop_function:
        ret

        .balign 4096
root:   .space  4096
table:  .space  4096
page_a: .space  4096
page_b: .space  4096
`;
}
