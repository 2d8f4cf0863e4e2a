/**
 * Sources for gnu.test.ts: random instructions, every pseudo-instruction, and a few small programs.
 */
import { hypervisorTable, instructionTable, registerNames, type InstructionRow } from '../machine/index.js';

/** A generator of whole numbers below a limit: the same for the same seed. */
export function numbers(seed: number): (limit: number) => number {
  let state = seed;
  return (limit) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 0x1_0000_0000) * limit);
  };
}

/** Every row of the instruction table a few times; branches and jumps go to labels all over the program. */
export function randomProgram(seed: number): string {
  const random = numbers(seed);
  const rounds = 8;
  const table = [...instructionTable, ...hypervisorTable];
  const labels = rounds * table.length;
  const lines: string[] = [];
  for (let round = 0; round < rounds; round += 1) {
    for (const row of table) {
      lines.push(
        `L${lines.length}: ${row.name}${randomOrdering(row, random)} ${randomOperands(row, random, labels)}`,
      );
    }
  }
  return lines.join('\n');
}

function randomOrdering({ format }: InstructionRow, random: (limit: number) => number): string {
  return format === 'amo' || format === 'lr' ? (['', '.aq', '.rl', '.aqrl'][random(4)] ?? '') : '';
}

function randomOperands(
  { name, format }: InstructionRow,
  random: (limit: number) => number,
  labels: number,
): string {
  const register = (): string => registerNames[random(32)] ?? 'zero';
  const signed = (): number => random(4096) - 2048;
  const set = (): string => ['r', 'w', 'rw', 'i', 'iorw', 'ow'][random(6)] ?? 'r';
  const csr = (): string =>
    ['mstatus', 'satp', 'sepc', 'time', '0x7c0', 'mhpmcounter7', 'pmpaddr3'][random(7)] ?? 'mie';
  switch (format) {
    case 'R':
      return `${register()}, ${register()}, ${register()}`;
    case 'I':
      return name === 'jalr'
        ? `${register()}, ${signed()}(${register()})`
        : `${register()}, ${register()}, ${signed()}`;
    case 'load':
    case 'S':
      return `${register()}, ${signed()}(${register()})`;
    case 'shift':
      return `${register()}, ${register()}, ${random(32)}`;
    case 'B':
      return `${register()}, ${register()}, L${random(labels)}`;
    case 'U':
      return `${register()}, ${random(0x10_0000)}`;
    case 'J':
      return `${register()}, L${random(labels)}`;
    case 'csr':
      return `${register()}, ${csr()}, ${register()}`;
    case 'csri':
      return `${register()}, ${csr()}, ${random(32)}`;
    case 'amo':
      return `${register()}, ${register()}, (${register()})`;
    case 'lr':
      return `${register()}, (${register()})`;
    case 'fence':
      return `${set()}, ${set()}`;
    case 'sfence':
      return `${register()}, ${register()}`;
    case 'hload':
    case 'hstore':
      return `${register()}, (${register()})`;
    case 'none':
      return '';
  }
}

export const pseudoInstructions = `
_start: nop; unimp; ret; fence; fence.tso; sfence.vma; sfence.vma a0
  hfence.vvma; hfence.vvma a0; hfence.gvma; hfence.gvma a1; hlv.w a0, 0(a1); hsv.b a0, 0(a1)
  mv a0, a1; move a0, fp; not a0, a1; neg a0, a1; seqz a0, a1; snez a0, a1; sltz a0, a1; sgtz a0, a1
  sgt a0, a1, a2; sgtu a0, a1, a2; zext.b a0, a1; zext.h a0, a1; sext.b a0, a1; sext.h a0, a1
  add a0, a1, 5; and a0, a1, -5; or a0, a1, 5; xor a0, a1, 5; slt a0, a1, 5; sltu a0, a1, 5
  sll a0, a1, 3; srl a0, a1, 3; sra a0, a1, 31
1: beqz a0, 1b; bnez a0, 1f; blez a0, 1b; bgez a0, 1f; bltz a0, 1b; bgtz a0, 1f
1: bgt a0, a1, 1b; ble a0, a1, 1b; bgtu a0, a1, 1b; bleu a0, a1, 1f
1: j 1b; jal 1f; jal t0, 1f; jr a0; jr 8(a0); jr a0, -8; jalr a0; jalr 4(a0); jalr a1, a0; jalr a1, 4(a0)
1: jalr a1, a0, 4; jalr a1, (a0); call far; call t0, far; tail far; jump far, t2
  la a0, far; lla s1, far + 4; la a1, 0x12345678; la a2, .; li a0, 'a'; li a0, -2048; li a0, 0x12345678; li a0, 0x800
  lb a0, far; lh a1, far; lw a2, far+4; lbu a3, far; lhu a4, far; sb a0, far, t0; sh a0, far, t1; sw a0, far, t2
  lui a0, %hi(far); addi a0, a0, %lo(far); lw a1, %lo(far+4)(a0); sw a1, %lo(far)(a0); jalr ra, %lo(far)(a0)
2: auipc a0, %pcrel_hi(far); lw a1, %pcrel_lo(2b)(a0); sw a1, %pcrel_lo(2b)(a0); addi a0, a0, %pcrel_lo(2b)
  csrr a0, mstatus; csrw mstatus, a0; csrs sie, a0; csrc sip, a0; csrw satp, 5; csrs sie, 31; csrc sip, 0
  csrwi mstatus, 1; csrsi mie, 2; csrci mip, 3; csrrw a0, stvec, 4; csrrs a0, stvec, 5; csrrc a0, stvec, 6
  rdcycle a0; rdtime a1; rdinstret a2; rdcycleh a3; rdtimeh a4; rdinstreth a5; csrr t0, 0x7c0
  lw a0, (a1); sw a0, (a1); lr.w a0, (a1); sc.w a0, a1, 0(a2); amoadd.w.aqrl a0, a1, 0(a2)
  .space 0x2000
far: nop
`;

export const dataProgram = `
  .equ SIZE, 12
  .set twice, SIZE * 2
  later = end - start
_start: li a0, twice; la a1, message; lw a2, table
  .byte 1
  .align 3
  nop
  .half 7
  .balign 16
  .word later, end - start, start, . - _start
  .section .rodata
message: .asciz "tab\\t quote\\" \\101\\x42\\n", "second"
  .string "third"; .ascii "no zero", "!"
  .section .rodata.more, "a", @progbits
  .byte 'x', '\\n', ';', 0xff, -128, 1 << 3 + 1, 10 - 4 | 1, 7 & 3 + 1, ~0 & 0xff, !0, -7 / 2, -7 % 3, 5 - -3, 2 * (3 + 4)
  .data
  .byte 1
  .align 2
start: .word _start, start + 4, 0xffffffff, -1, 'a'
table: .half 0xffff, -1, 0x1234
  .2byte 3
  .dword 0x123456789abcdef0, -2
  .space SIZE, 0xaa
  .zero 3
  .skip 1
end:
  .balign 8, 0x55
  .p2align 4,,1
  .byte 9
  .long _end, __bss_start, _edata
  .bss
  .byte 0
  .align 4
buffer: .space 100
  .text
  .org 0x80
  la a0, buffer
`;

export const macroProgram = `
  .macro save register, offset=0
  sw \\register, \\offset(sp)
  .endm
  .macro both first:req, second
  save \\first, 8
  save \\second
  .endm
  .macro numbered
  .word \\@
  .endm
  .macro glue base
  .word \\base\\().1
  .endm
_start: save a0; save a1, 4; save offset=12, register=a2
  both s0, s1
  numbered; numbered
x.1 = 5
  glue x
  .rept 3
  addi a0, a0, 1
  .endr
  .irp reg, t0, t1, t2
  .rept 2
  mv \\reg, zero
  .endr
  .endr
  .macro down count
  li a0, \\count
  .rept \\count
  nop
  .endr
  .endm
  down 2
`;

export const kernel = `
/* A kernel that counts timer interrupts in S-mode
   and shuts down after three. */
        .equ    SIE_STIE, 1 << 5
        .equ    STACK_BYTES, 4096
        .section .text.init, "ax", @progbits
        .globl  _start
_start: la      sp, stack_top           # the stack grows downwards
        la      t0, trap
        csrw    stvec, t0
        li      t0, SIE_STIE
        csrs    sie, t0
        call    arm
        csrsi   sstatus, 2
1:      wfi
        lw      t0, ticks
        li      t1, 3
        blt     t0, t1, 1b
        tail    shutdown
        .text
arm:    rdtime  a0
        li      t0, 100000
        add     a0, a0, t0
        mv      a1, zero
        li      a7, 0x54494d45
        li      a6, 0
        ecall
        ret
        .align  2
trap:   addi    sp, sp, -16
        sw      t0, 0(sp)
        sw      ra, 4(sp)
        csrr    t0, scause
        bgez    t0, panic
        la      t0, ticks
        li      ra, 1
        amoadd.w zero, ra, (t0)
        call    arm
        lw      t0, 0(sp)
        lw      ra, 4(sp)
        addi    sp, sp, 16
        sret
panic:  la      s0, message
1:      lbu     a0, (s0)
        beqz    a0, shutdown
        li      a7, 1
        ecall
        addi    s0, s0, 1
        j       1b
shutdown:
        li      a7, 8
        ecall
1:      j       1b
        .section .rodata
message: .asciz "kernel: unexpected trap\\n"
        .data
        .balign 4
ticks:  .word   0
        .bss
        .balign 16
stack:  .space  STACK_BYTES
stack_top:
`;

/** Spellings in which GNU as compresses, and neighbours of them in which it does not. */
export const compressible = `
_start: nop; addi zero, zero, 0; jr 0(a0); jr a0, 0; jr a0; jalr a0; jalr 0(a0); jalr a1, a0; jalr zero, 0(a0); ret
  addi a0, a0, 0; addi a0, a1, 0; add a0, zero, a1; add a0, a1, zero; add a0, a0, zero; add a0, zero, a0; mv a0, zero
  addi zero, a0, 0; and a0, a1, a0; or a0, a1, a0; xor a0, a1, a0; add a0, a1, a0; sub a0, a1, a0; sub a0, a0, a1
  slli a0, a0, 0; slli zero, a0, 3; lui zero, 5; lui sp, 5; lui a0, 0; lui a0, 31; lui a0, 32; lui a0, 0xfffff
  unimp; ebreak; csrrw zero, cycle, zero; addi sp, sp, 16; addi sp, sp, 32; addi a0, sp, 0; addi a0, sp, 4; mv a0, sp
  lw zero, 0(sp); sw zero, 0(sp); lw a0, (a1); lw a0, 124(a1); lw a0, 128(a1); lw a0, 2(a1); lw a7, 0(a1); lw a7, 252(sp)
  li zero, 0; li a0, 0; li a0, 31; li a0, 32; li a0, 0x12345; li a0, 0x1f000; li a0, 0xfffff000; li a0, 0x7fffffff
1: beqz s0, 1b; beqz a6, 1b; beq zero, s0, 1b; beq s0, zero, 1b; bnez s0, 1f; bne s0, s1, 1b; j 1f; jal 1b; jal t0, 1b
1: c.j 1b; c.jal 1b; c.beqz a0, 1b; c.bnez a0, 1b; .option push; .option norvc; nop; j 1b; .option pop; nop; j 1b
  .align 3; c.nop; .align 3; nop; .balign 16
`;

/** Branches and jumps, a third of them just about as far as a short form reaches. */
export function branchyProgram(seed: number): string {
  const random = numbers(seed);
  const lines = Array.from({ length: 600 }, (_, line) => {
    const far = [64, 128, 40, 1000][random(4)] ?? 64;
    const target = Math.max(0, Math.min(599, line + random(2 * far) - far));
    const text =
      [`beqz s1, L${target}`, `j L${target}`, 'addi a0, a0, 1', 'addi a0, a1, 1'][random(4)] ?? 'nop';
    return `L${line}: ${text}`;
  });
  return lines.join('\n');
}
