/** What all random guests have in common: their memory, and some lines of assembly. */
import type { Random } from '../../../random.js';

export const MEMORY_BYTES = 256 * 1024;

/** Virtual: eight pages whose entries the blocks change. */
export const WINDOW = 0x4000_0000;
export const UART = 0x1000_0000;
export const PLIC = 0x0c00_0000;
/** Physical: where a program may find memory that is not there. */
export const NO_MEMORY = 0x9000_0000;

/** The flags of an entry of the kernel's: V R W X A D. */
export const OPEN = 0xcf;
/** Flags of a page, as a table has them: for users and for the kernel, with and without rights, accessed, dirty; and none. */
export const FLAGS = [0xd7, 0xdf, 0xcf, 0xc7, 0x17, 0x07, 0x0f, 0x5f, 0x13, 0x19, 0];

/** A block of a guest's program, made at random. */
export type Kind = (random: Random) => string;

export const pte = (frame: number, flags: number) => (((frame >>> 12) << 10) | flags) >>> 0;
export const store = (address: number, value: number) =>
  `  li t2, ${address >>> 0}\n  li t3, ${value >>> 0}\n  sw t3, (t2)`;

/** Mixes t3 into the register that the guest is judged by. */
export const hash = '  slli t4, s11, 3\n  add s11, s11, t4\n  xor s11, s11, t3';

export function fence(random: Random): string {
  return random.pick(['  sfence.vma', '  sfence.vma zero, zero', '  li t4, 0\n  sfence.vma zero, t4']);
}

/** Copies eight words of code from the label `from`. */
export const copyCode = (from: string, to: number) => `
  la t2, ${from}
  li t3, ${to}
  li t4, 8
2: lw t5, (t2)
  sw t5, (t3)
  addi t2, t2, 4
  addi t3, t3, 4
  addi t4, t4, -1
  bnez t4, 2b`;

/** Maps the guest's memory to itself. */
export const mapKernel = (table: number) => `
  li t2, ${table}
  li t3, ${pte(0x8000_0000, OPEN)}
  li t4, ${MEMORY_BYTES / 4096}
1: sw t3, (t2)
  sfence.vma
  addi t2, t2, 4
  addi t3, t3, 0x400
  addi t4, t4, -1
  bnez t4, 1b`;

/**
 * Two uses of one page of the window by its entry in `table`. Between them the guest changes SUM and MXR, which takes no fence; or clears the
 * accessed and dirty bits, with a fence. The frame is one from `data` on.
 */
export function usedAgain(random: Random, table: number, data: number): string {
  const slot = random.below(4);
  const frame = data + 4096 * random.below(3);
  const [flags, needs, uses] = random.pick([
    [0xd7, 0x4_0000, ['lw t3, (t2)', 'sw s11, (t2)']], // a page for users: SUM
    [0xc9, 0x8_0000, ['lw t3, (t2)']], // to execute alone: MXR
    [0xd9, 0xc_0000, ['lw t3, (t2)']], // both
  ] as const);
  const use = () =>
    `  li t2, ${WINDOW + 4096 * slot + 4 * random.below(1024)}\n  ${random.pick(uses)}\n${hash}`;
  const look = `  li t2, ${table + 4 * slot}\n  lw t3, (t2)\n${hash}`;
  const status = (operation: string) => `  li t2, ${needs}\n  ${operation} sstatus, t2`;
  const change = random.oneIn(2)
    ? status('csrc')
    : `${store(table + 4 * slot, pte(frame, flags & ~random.pick([0x80, 0xc0])))}\n${fence(random)}`;
  return `${store(table + 4 * slot, pte(frame, flags))}
${fence(random)}
${status('csrs')}
${use()}
${random.oneIn(2) ? look : ''}
${change}
${use()}
${look}`;
}

/** The handlers of a vectored stvec: all exceptions have the first. Each of the others leaves its number in the guest's hash. */
export const vectors = (handler: string) => `
  .align 6
vectors:
${Array.from({ length: 12 }, (_, cause) => `  j vector${cause}`).join('\n')}
${Array.from({ length: 12 }, (_, cause) => `vector${cause}:\n${cause === 0 ? '' : `  addi s11, s11, ${cause}\n`}  j ${handler}`).join('\n')}`;
