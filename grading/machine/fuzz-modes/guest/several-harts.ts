/**
 * A random guest with several harts, around its blocks. Its result must not depend on the order in which the harts run: each hart works on
 * tables and data of its own, all of them meet at barriers, and what they share they change by operations whose order does not matter.
 *
 * Each hart writes a log: what it found at each of its traps, and its hash at each barrier. So two runs are compared at every trap,
 * whatever the other harts did meanwhile.
 */
import { copyCode, mapKernel, OPEN, pte, store, UART, vectors, WINDOW } from './layout.js';

export const rootOf = (hart: number) => 0x8002_0000 + 0x1000 * hart;
export const tableOf = (hart: number) => 0x8002_4000 + 0x1000 * hart; // of its window
export const KERNEL_TABLE = 0x8002_8000;
const DEVICE_TABLE = 0x8002_9000;
export const SHARED = 0x8002_a000; // words that all harts change
export const SAVED = SHARED + 0x800; // what a hart must find again after its registers were lost: 32 bytes each
const BARRIER = SHARED + 0xf00;
export const USER_CODE = 0x8002_b000;
export const logOf = (hart: number) => 0x8002_c000 + 0x1000 * hart;
/** In an entry of a log: scause, sepc, stval, sstatus and the hash. A barrier is an entry whose scause is BARRIER_CAUSE. */
export const LOG_WORDS = 5;
export const BARRIER_CAUSE = 0x7fff;
export const dataOf = (hart: number) => 0x8003_0000 + 0x4000 * hart; // four frames

/** One of the SBI's calls about harts. */
export const sbi = (extension: number, fid: number) => `  li a7, ${extension}\n  li a6, ${fid}\n  ecall`;
export const HSM = 0x48_534d;
export const IPI = 0x73_5049;
export const RFENCE = 0x5246_4e43;

/** All harts wait for each other. */
export const barrier = '  jal ra, barrier';

export function severalHartsSource(harts: number, blocks: readonly string[]): string {
  const all = Array.from({ length: harts }, (_, hart) => hart);
  const body = blocks.map(
    (block, index) => `  csrci sstatus, 2\n  la s10, next${index}\n${barrier}\n${block}\nnext${index}:`,
  );
  return `${prologue(all)}\n${body.join('\n')}\n${epilogue(harts)}`;
}

const prologue = (harts: readonly number[]) => `
  mv s0, a0
${mapKernel(KERNEL_TABLE)}
${store(DEVICE_TABLE, pte(UART, OPEN))}
${harts
  .flatMap((hart) => [
    store(rootOf(hart) + 4 * (0x8000_0000 >>> 22), pte(KERNEL_TABLE, 1)),
    store(rootOf(hart) + 4 * (UART >>> 22), pte(DEVICE_TABLE, 1)),
    store(rootOf(hart) + 4 * (WINDOW >>> 22), pte(tableOf(hart), 1)),
    store(tableOf(hart) + 28, pte(USER_CODE, 0xdb)),
  ])
  .join('\n')}
${copyCode('user', USER_CODE)}
${harts
  .slice(1)
  .map((hart) => `  li a0, ${hart}\n  la a1, begin\n  li a2, ${0x1234 * hart}\n${sbi(HSM, 0)}`)
  .join('\n')}
  mv a0, s0
  li a1, 0
begin:
  mv s0, a0
  la t0, vectors
  csrw stvec, t0
  add s11, a0, a1
  slli t0, s0, 12
  li s9, ${logOf(0)}
  add s9, s9, t0
  li s7, 0
  csrwi sie, 2`;

const epilogue = (harts: number) => `
  csrci sstatus, 2
  la s10, end
${barrier}
end:
  bnez s0, rest
  li t0, ${UART}
  csrw satp, zero
  sfence.vma
  sb s11, (t0)
  li a7, 8
  ecall
rest:
${sbi(HSM, 1)}
barrier:
  li t0, ${BARRIER_CAUSE}
  sw t0, 0(s9)
  sw s11, 16(s9)
  addi s9, s9, 20
  li t0, ${BARRIER}
  li t1, 1
  amoadd.w zero, t1, (t0)
  addi s7, s7, ${harts}
1: lw t1, (t0)
  blt t1, s7, 1b
  ret
user:
  lw t3, (t4)
  add s11, s11, t3
  sw s11, (t5)
  ecall
  ecall
  ecall
  ecall
  ecall
${vectors('handler')}
handler:
  csrr t0, scause
  csrr t1, sepc
  csrr t2, stval
  csrr t3, sstatus
  sw t0, 0(s9)
  sw t1, 4(s9)
  sw t2, 8(s9)
  sw t3, 12(s9)
  slli t4, s11, 5
  add s11, s11, t4
  xor s11, s11, t0
  add s11, s11, t1
  xor s11, s11, t2
  add s11, s11, t3
  sw s11, 16(s9)
  addi s9, s9, 20
  bltz t0, interrupted
  csrw sepc, s10
  li t1, 0x100
  csrs sstatus, t1
  sret
interrupted:
  csrci sip, 2
  li t2, 0x200
  csrc sie, t2
  sret`;
