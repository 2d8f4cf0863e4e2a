/**
 * Where things lie in memory while test cases run, here and on QEMU. The harness has the first 64 KiB of RAM; then
 * every case has its own area of 128 KiB. So nothing is copied, and the dump of a batch is memory itself.
 */
import { RAM_BASE } from '../../../../src/machine/index.js';

export const MEMORY_BYTES = 64 << 20;
export const CONTROL = RAM_BASE + 0x8000; // words: number of cases, next case, first area
export const FIRST_AREA = RAM_BASE + 0x2_0000;
export const AREA_BYTES = 0x2_0000;
export const MAX_AREAS = 384; // QEMU puts its device tree after them

// Offsets in an area. The handlers rely on an instruction's offset being its address modulo 16 KiB, under every mapping.
export const CODE = 0x0000; // two pages: the blocks of the program
export const S_VECTORS = 0x2000; // a page of ECALLs, then an SRET
export const VS_VECTORS = 0x3000; // the same for VS-mode
export const VECTORS_SRET = 0x200; // where in such a page the SRET stands
export const DATA = 0x4000; // six pages for loads and stores
export const DATA_PAGES = 6;
export const PAGE_TABLES = 0xa000; // from here to the context: page tables
export const HOST_TABLES = { root: 0xc000, identity: 0xd000, user: 0xe000, wild: 0xf000 } as const; // satp's
export const GUEST_TABLES = { root: 0xa000, identity: 0xb000, user: 0x1_6000, wild: 0x1_7000 } as const; // vsatp's
export const G_TABLES = { root: 0x1_0000, identity: 0x1_4000, alias: 0x1_5000 } as const; // hgatp's: its root has 16 KiB
export const CONTEXT = 0x1_8000; // what the harness keeps of the case, to the end of the area

export const BLOCK_BYTES = 128;

// Offsets in the context.
export const C_REGISTERS = 0x000; // x0 to x31 at the start
export const C_CSRS = 0x080; // the CSRs at the start, as listed in logged-csrs.ts: at most 64
export const C_TABLE = 0x180; // for each block: pc, and bits to clear and to set in mstatus and in mstatush
export const TABLE_ENTRY_BYTES = 20;
export const C_BLOCKS = 0x6c0; // number of blocks
export const C_NEXT = 0x6c4; // next block
export const C_LOG = 0x6c8; // where the next log entry goes
export const C_STATUS = 0x6cc; // see Status
export const C_SAVED = 0x6d0; // four words for the handler
export const C_TRAPS = 0x6e0; // traps logged so far
export const C_VECTORED = 0x6e4; // 1: mtvec is vectored
export const C_FIRST_LOG = 0x700;
export const LOG_ENTRY_BYTES = 384; // 32 registers and at most 64 CSRs
export const MAX_TRAPS = 70;

export const Status = { notRun: 0, running: 1, finished: 2, timedOut: 3 } as const;
