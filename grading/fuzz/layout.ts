/**
 * Where things lie in memory while test cases run, here and on QEMU. The harness has the first 64 KiB of RAM; then
 * every case has a slot of 128 KiB of its own, so that a batch needs no copying and its dump is memory itself.
 */
import { RAM_BASE } from '../../src/machine/index.js';

export const MEMORY_BYTES = 64 << 20;
export const CONTROL = RAM_BASE + 0x8000; // words: number of cases, next case, first slot
export const FIRST_SLOT = RAM_BASE + 0x2_0000;
export const SLOT_BYTES = 0x2_0000;
export const MAX_SLOTS = 384; // QEMU puts its device tree behind them

// Offsets in a slot. The handlers rely on an instruction's offset being its address modulo 16 KiB, under every mapping.
export const CODE = 0x0000; // two pages: the blocks of the program
export const S_VECTORS = 0x2000; // a page of ECALLs, then an SRET
export const VS_VECTORS = 0x3000; // the same for VS-mode
export const VECTORS_SRET = 0x200; // where in such a page the SRET stands
export const DATA = 0x4000; // six pages for loads and stores
export const DATA_PAGES = 6;
export const TABLES = 0xc000; // six pages of page tables: a root, three tables, a second root, its table
export const G_ROOT = 0x1_0000; // the root of the G-stage: 16 KiB
export const G_TABLES = 0x1_4000; // four pages of its tables
export const CONTEXT = 0x1_8000; // what the harness keeps of the case, to the end of the slot

export const BLOCK_BYTES = 128;
export const MAX_BLOCKS = (S_VECTORS - CODE) / BLOCK_BYTES;

// Offsets in the context.
export const C_REGISTERS = 0x000; // x0 to x31 at the start
export const C_CSRS = 0x080; // the CSRs at the start, as listed in harness.ts
export const C_BLOCKS = 0x140; // number of blocks
export const C_NEXT = 0x144; // next block
export const C_LOG = 0x148; // where the next log entry goes
export const C_STATUS = 0x14c; // see Status
export const C_SAVED = 0x150; // four words for the handler
export const C_TRAPS = 0x160; // traps logged so far
export const C_TABLE = 0x180; // for each block: pc, and bits to clear and to set in mstatus and in mstatush
export const TABLE_ENTRY_BYTES = 20;
export const C_FIRST_LOG = 0x700;
export const LOG_ENTRY_BYTES = 384;
export const MAX_TRAPS = 70;

export const Status = { notRun: 0, running: 1, finished: 2, timedOut: 3 } as const;
