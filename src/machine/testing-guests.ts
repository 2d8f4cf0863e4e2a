/**
 * Helpers for the tests of the hypervisor extension: machines that are about to execute a guest's code, and guests with
 * page tables for both stages of translation.
 */
import { assisted, Csr, type CsrName, Mode, SATP_MODE_SV32 } from './isa/index.js';
import type { Image } from './program/index.js';
import type { Machine } from './machine.js';
import {
  PMP_R,
  PMP_TOR,
  PMP_W,
  PMP_X,
  PTE_A,
  PTE_D,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
} from './memory/index.js';
import { boot, type Setup } from './testing.js';

export const START = 0x8000_0000;

export interface Program {
  readonly image: Image;
}

/** The values of CSRs, by name. */
export type Csrs = Partial<Record<CsrName, number>>;

/** A privilege mode and the virtualization mode. */
export interface Where {
  readonly mode: number;
  readonly virtual: boolean;
}

export const VU: Where = { mode: Mode.User, virtual: true };
export const VS: Where = { mode: Mode.Supervisor, virtual: true };
export const U: Where = { mode: Mode.User, virtual: false };
export const HS: Where = { mode: Mode.Supervisor, virtual: false };
export const M: Where = { mode: Mode.Machine, virtual: false };

/**
 * Makes a machine with the hypervisor extension that is about to execute the program in this mode. A trap into M-mode ends
 * run(), unless `setup` says otherwise.
 */
export function at({ mode, virtual }: Where, program: Program, csr: Csrs = {}, setup: Setup = {}): Machine {
  const machine = boot(program, { profile: assisted, firmware: 'vmm', ...setup });
  const { hart } = machine;
  for (const [name, value] of Object.entries(csr)) {
    hart.writeCsr(Csr[name as CsrName], value);
  }
  hart.mode = mode;
  hart.virtual = virtual;
  return machine;
}

/** The values of these CSRs. */
export function csrsOf({ hart }: Machine, ...names: readonly CsrName[]): number[] {
  return names.map((name) => hart.readCsr(Csr[name]));
}

/** The mode that the hart is in. */
export function whereIs({ hart }: Machine): Where {
  return { mode: hart.mode, virtual: hart.virtual };
}

export const RW = PTE_V | PTE_R | PTE_W | PTE_A | PTE_D;
export const XR = PTE_V | PTE_R | PTE_X | PTE_A;
export const XO = PTE_V | PTE_X | PTE_A;

// The places of the tables in memory.
export const ROOT = 0x8000_4000; // of the G-stage, 16 KiB
export const LEAVES = 0x8000_8000;
export const VS_ROOT = 0x8000_9000;
export const VS_LEAVES = 0x8000_a000;
export const FRAME = 0x8000_b000;
export const TABLE_LEAVES = 0x8000_c000;

/**
 * PAGE is a guest-virtual address. The VS-stage translates it to GUEST, a guest-physical address above 32 bits, and the
 * G-stage translates that to FRAME. GUEST_TABLE is the guest-physical address of the VS-stage table: its root, then leaves.
 */
export const PAGE = 0x5000_0000; // there is no memory at this physical address
export const GUEST = 0x2_0000_5000;
export const GUEST_TABLE = 0x3_0000_0000;
/** The first word in FRAME. */
export const CONTENT = 0x1234_5678;

export interface Tables {
  /** Flags of the VS-stage entry for PAGE, and of the G-stage entry for GUEST. */
  readonly vsStage?: number;
  readonly gStage?: number;
  /** Flags of the G-stage entry for the page that holds the leaves of the VS-stage. */
  readonly table?: number;
  readonly csr?: Csrs;
  readonly where?: Where;
  readonly setup?: Setup;
}

/** Makes a page-table entry. */
export function pte(address: number, flags: number): number {
  return ((address / 4096) * 1024 + flags) >>> 0;
}

/** The number of an address's entry in a root table, and in a leaf table. */
export const rootIndex = (address: number) => Math.floor(address / 2 ** 22);
export const pageIndex = (address: number) => Math.floor(address / 4096) % 1024;

/** Makes a guest whose code is mapped to itself, and whose PAGE is mapped through GUEST to FRAME. a1 holds PAGE, a0 77. */
export function staged(
  program: Program,
  { vsStage = RW, gStage = RW | PTE_U, table = RW | PTE_U, csr = {}, where = VS, setup = {} }: Tables = {},
): Machine {
  const machine = at(
    where,
    program,
    {
      hgatp: SATP_MODE_SV32 + ROOT / 4096,
      vsatp: SATP_MODE_SV32 + GUEST_TABLE / 4096,
      medeleg: 0xf0_b7ff,
      stvec: 0x8000_0100,
      ...csr,
    },
    { registers: { a0: 77, a1: PAGE }, ...setup },
  );
  const { memory } = machine;
  const ofUser = where.mode === Mode.User ? PTE_U : 0;
  memory.write32(ROOT + 4 * rootIndex(START), pte(START, XR | PTE_U)); // superpages for the code
  memory.write32(VS_ROOT + 4 * rootIndex(START), pte(START, XR | ofUser));
  memory.write32(ROOT + 4 * rootIndex(GUEST), pte(LEAVES, PTE_V));
  memory.write32(LEAVES + 4 * pageIndex(GUEST), pte(FRAME, gStage));
  memory.write32(ROOT + 4 * rootIndex(GUEST_TABLE), pte(TABLE_LEAVES, PTE_V));
  memory.write32(TABLE_LEAVES, pte(VS_ROOT, RW | PTE_U));
  memory.write32(TABLE_LEAVES + 4, pte(VS_LEAVES, table));
  memory.write32(VS_ROOT + 4 * rootIndex(PAGE), pte(GUEST_TABLE + 4096, PTE_V));
  memory.write32(VS_LEAVES, pte(GUEST, vsStage));
  memory.write32(FRAME, CONTENT);
  return machine;
}

/** Does the same as staged(), with PMP: in one page of memory only `permissions` are allowed, elsewhere everything. */
export function guarded(program: Program, page: number, permissions: number, tables: Tables = {}): Machine {
  const machine = staged(program, { ...tables, setup: { ...tables.setup, pmpEntries: 16 } });
  const { hart } = machine;
  [page / 4, page / 4 + 1024, 0xffff_ffff].forEach((top, entry) => hart.writeCsr(Csr.pmpaddr0 + entry, top));
  const all = PMP_TOR | PMP_R | PMP_W | PMP_X;
  hart.writeCsr(Csr.pmpcfg0, all | ((PMP_TOR | permissions) << 8) | (all << 16));
  return machine;
}

/** The values that the handler in HS-mode finds. */
export function trapOf(machine: Machine) {
  const [cause, stval, htval, htinst, hstatus] = csrsOf(
    machine,
    'scause',
    'stval',
    'htval',
    'htinst',
    'hstatus',
  );
  return { cause, stval, htval, htinst, gva: (hstatus! & (1 << 6)) !== 0 };
}

// The addresses of the handlers of trapping().
export const M_HANDLER = 0x8000_0200;
export const HS_HANDLER = 0x8000_0400;
export const VS_HANDLER = 0x8000_0600;
const HANDLERS_END = 0x8000_0800;
const NOP = 0x13;

/** Makes a machine that is about to execute the program in this mode. Its handlers for M-, HS- and VS-mode are all NOPs. */
export function trapping(program: Program, where: Where, csr: Csrs = {}): Machine {
  const handlers = { mtvec: M_HANDLER, stvec: HS_HANDLER, vstvec: VS_HANDLER };
  const machine = at(where, program, { ...handlers, ...csr }, { firmware: 'none' });
  for (let address = M_HANDLER; address < HANDLERS_END; address += 4) {
    machine.memory.write32(address, NOP);
  }
  return machine;
}
