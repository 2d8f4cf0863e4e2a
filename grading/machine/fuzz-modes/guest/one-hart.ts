/**
 * A random guest with one hart, around its blocks. Its devices are the serial port, the interrupt controller and a disk.
 *
 * Virtual addresses: the kernel's memory and the devices are mapped to themselves. From WINDOW on lie eight pages whose entries the blocks
 * change, and from SUPER on a root entry that is a superpage, a pointer or nonsense.
 */
import { copyCode, mapKernel, OPEN, PLIC, pte, store, UART, vectors, WINDOW } from './layout.js';

export const ROOTS = [0x8002_0000, 0x8002_1000];
export const TABLES = [0x8002_2000, 0x8002_3000]; // of the window, one for each root
export const KERNEL_TABLE = 0x8002_4000;
const DEVICE_TABLE = 0x8002_5000;
const PLIC_TABLE = 0x8002_6000;
export const QUEUE = 0x8002_8000; // of the disk: descriptors and available ring; the next page has the used ring
export const QUEUE_SIZE = 8;
export const RESERVED = QUEUE + 0xa00; // a word that the guest reserves
export const DATA = 0x8003_0000; // eight frames
const USER_CODE = DATA + 0x7000;
export const SUPER = 0x4040_0000;

export const DISK = 0x1000_1000;
/** Registers of the S-mode of the first hart. */
export const PLIC_ENABLE = PLIC + 0x2080;
export const PLIC_CONTEXT = PLIC + 0x20_1000;

/** Virtio, the layout from before the standard: the device is reset, acknowledged, and gets its queue. */
const startDisk = [
  [0x70, 3],
  [0x70, 11],
  [0x28, 4096],
  [0x30, 0],
  [0x38, QUEUE_SIZE],
  [0x3c, 4096],
  [0x40, QUEUE / 4096],
  [0x70, 15],
] as const;

export function oneHartSource(blocks: readonly string[]): string {
  const body = blocks.map((block, index) => `  la s10, next${index}\n${block}\nnext${index}:`);
  return `${prologue}\n${body.join('\n')}\n${epilogue}`;
}

/** Every store to a table is fenced at once, because a block may jump into this code again, at another address. */
const fenced = (...lines: readonly string[]) => lines.map((line) => `${line}\n  sfence.vma`).join('\n');

const prologue = `
  la t0, vectors
  csrw stvec, t0
  li s11, 1
  la s10, start
${startDisk.map(([offset, value]) => store(DISK + offset, value)).join('\n')}
${fenced(
  ...ROOTS.flatMap((root, number) => [
    store(root + 4 * (0x8000_0000 >>> 22), pte(KERNEL_TABLE, 1)),
    store(root + 4 * (UART >>> 22), pte(DEVICE_TABLE, 1)),
    store(root + 4 * (PLIC >>> 22), pte(PLIC_TABLE, 1)),
    store(root + 4 * (WINDOW >>> 22), pte(TABLES[number]!, 1)),
  ]),
  store(DEVICE_TABLE, pte(UART, OPEN)),
  store(DEVICE_TABLE + 4, pte(DISK, OPEN)),
  ...[PLIC, PLIC_ENABLE, PLIC_CONTEXT].map((page) =>
    store(PLIC_TABLE + 4 * ((page >>> 12) & 0x3ff), pte(page, OPEN)),
  ),
)}
${mapKernel(KERNEL_TABLE)}
${fenced(...TABLES.map((table) => store(table + 28, pte(USER_CODE, 0xdf))))}
${copyCode('user', USER_CODE)}
start:`;

const epilogue = `
  mv a0, s11
  li t0, ${UART}
  csrw satp, zero
  sfence.vma
  sb s11, (t0)
  li a7, 8
  ecall
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
  sfence.vma
  li t0, ${RESERVED}
  sc.w t1, s11, (t0)
  add s11, s11, t1
  csrr t0, scause
  slli t1, s11, 5
  add s11, s11, t1
  xor s11, s11, t0
  csrr t1, stval
  add s11, s11, t1
  csrr t1, sepc
  xor s11, s11, t1
  bltz t0, interrupted
  csrw sepc, s10
  li t1, 0x100
  csrs sstatus, t1
  sret
interrupted:
  andi t0, t0, 8
  beqz t0, near
  li t1, 0x200
  csrc sie, t1
  li t2, ${PLIC_CONTEXT + 4}
  lw t3, (t2)
  add s11, s11, t3
  sw t3, (t2)
  sret
near:
  li a0, -1
  li a1, -1
  li a7, 0
  ecall
  csrci sip, 2
  sret`;
