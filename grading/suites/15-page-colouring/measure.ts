/**
 * Counts cache misses of real guest code: a small kernel on the bare machine, with a page table for each process, which loads one word
 * of each line of each page. It touches no other memory itself, and fetches and walks do not go through the cache.
 */
import { assemble } from '../../../src/assembler/index.js';
import {
  Machine,
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_V,
  PTE_W,
  PTE_X,
  RAM_BASE,
  SATP_MODE_SV32,
  type CacheGeometry,
} from '../../../src/machine/index.js';

/** A page table, and the pages through which one part of a round goes: `pages` of them, `stride` pages apart. */
export interface Sweep {
  readonly table: number;
  readonly firstPage: number;
  readonly pages: number;
  readonly stride: number;
}

/** RAM has this many frames. The first quarter is the kernel's: its code, and two frames for each page table. */
export const RAM_FRAMES = 2048;
export const FIRST_FRAME = RAM_BASE / PAGE_BYTES;
export const KERNEL_FRAMES = 256;
const FIRST_TABLE = FIRST_FRAME + 16;
/** Of a page table. */
const ENTRIES = PAGE_BYTES / 4;
/** Page 0 of every process lies here, and a process has at most 1024 pages in one run. */
const ARRAYS = 0x4000_0000;
const MAX_STEPS = 4_000_000;

/** The misses of `rounds` rounds, in each of which all sweeps are made in order. `tables` are maps from page to frame. */
export function countMisses(
  cache: CacheGeometry,
  tables: readonly ReadonlyMap<number, number>[],
  rounds: number,
  sweeps: readonly Sweep[],
): number {
  const machine = machineWith(cache);
  machine.load(assemble(program(cache.lineBytes, rounds, sweeps)).image);
  tables.forEach((table, number) => writeTable(machine, number, table));
  machine.cache!.clear();
  const stop = machine.run(MAX_STEPS);
  if (stop.kind !== 'finished') {
    throw new Error(`the measuring kernel did not end: ${JSON.stringify(stop)}`);
  }
  return machine.cache!.misses;
}

/**
 * The machines of the measurements before, one for each of the few caches. To make one takes longer than to measure, for it has much memory.
 * No code but the kernel's runs on it, which writes to no memory; so only page tables are left there, and each is cleared before it is used
 * again.
 */
const machines = new Map<string, Machine>();

function machineWith(cache: CacheGeometry): Machine {
  const geometry = JSON.stringify([cache.bytes, cache.ways, cache.lineBytes]);
  const known = machines.get(geometry);
  if (known !== undefined) {
    return known;
  }
  const machine = new Machine({ memoryBytes: RAM_FRAMES * PAGE_BYTES, firmware: 'sbi', cache });
  machines.set(geometry, machine);
  return machine;
}

const rootOf = (table: number) => FIRST_TABLE + 2 * table;

function writeTable({ memory }: Machine, number: number, pages: ReadonlyMap<number, number>): void {
  const root = rootOf(number);
  const first = (root - FIRST_FRAME) * ENTRIES;
  const words = memory.words.subarray(first, first + 2 * ENTRIES);
  words.fill(0);
  const entry = (frame: number, flags: number) => (frame * 2 ** PTE_PPN_SHIFT + flags) >>> 0;
  const all = PTE_D | PTE_A | PTE_X | PTE_W | PTE_R | PTE_V;
  words[RAM_BASE >>> 22] = entry(FIRST_FRAME, all); // the kernel's superpage
  words[ARRAYS >>> 22] = entry(root + 1, PTE_V);
  for (const [page, frame] of pages) {
    if (page < ENTRIES) {
      words[ENTRIES + page] = entry(frame, PTE_D | PTE_A | PTE_R | PTE_V);
    }
  }
}

function program(lineBytes: number, rounds: number, sweeps: readonly Sweep[]): string {
  const atOnce = Math.max(1, Math.min(8, 1024 / lineBytes)); // lines, in one turn of the innermost loop
  const turnTo = (table: number) => `
        li      t0, ${SATP_MODE_SV32 + rootOf(table)}
        csrw    satp, t0
        sfence.vma`;
  // The sweep before the first one is the last one, of the round before.
  const sweep = ({ table, firstPage, pages, stride }: Sweep, index: number) => `${
    table === sweeps.at(index - 1)!.table ? '' : turnTo(table)
  }
        li      a0, ${ARRAYS + firstPage * PAGE_BYTES}
        li      a1, ${pages}
        li      a5, ${stride * PAGE_BYTES}
        jal     sweep`;
  const loads = Array.from({ length: atOnce }, (_, i) => `lw a4, ${i * lineBytes}(a2)\n`);
  return `
_start: li      s0, ${rounds}${turnTo(sweeps[0]!.table)}
round:${sweeps.map(sweep).join('')}
        addi    s0, s0, -1
        beqz    s0, done
        j       round
sweep:  mv      a2, a0
        li      a3, ${PAGE_BYTES / lineBytes / atOnce}
1:      ${loads.join('')}               # one word of each line
        addi    a2, a2, ${atOnce * lineBytes}
        addi    a3, a3, -1
        bnez    a3, 1b
        add     a0, a0, a5
        addi    a1, a1, -1
        bnez    a1, sweep
        ret
done:   li      a7, 8                   # the SBI's shutdown
        ecall
`;
}
