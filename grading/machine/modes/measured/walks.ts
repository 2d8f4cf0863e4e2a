/**
 * How many entries of page tables the hardware reads after a TLB miss: of one table, and of a guest's table whose addresses are translated by
 * a second one (Sv32 over Sv32x4). Privileged specification 1.12, sections 4.3.2 and 8.5.
 */
import { assemble } from '../../../../src/assembler/index.js';
import {
  assisted,
  Csr,
  Machine,
  Mode,
  PAGE_BYTES,
  PTE_A,
  PTE_D,
  PTE_PPN_SHIFT,
  PTE_R,
  PTE_U,
  PTE_V,
  PTE_W,
  PTE_X,
  RAM_BASE,
  REG_A1,
  SATP_MODE_SV32,
} from '../../../../src/machine/index.js';

export interface WalkReferences {
  readonly oneTable: number;
  readonly twoTables: number;
}

export function walkReferences(): WalkReferences {
  return { oneTable: entriesRead(false), twoTables: entriesRead(true) };
}

// Frames by number from RAM_BASE on. The second table maps each guest-physical page to itself, so the guest's tables are good for both.
const G_ROOT = 4; // four pages
const G_TABLE = 8;
const ROOT = 9;
const TABLE = 10;
const DATA = 11;
const FRAMES = 12;
const PAGE = 0x4000_0000;

const LEAF = PTE_V | PTE_R | PTE_W | PTE_X | PTE_A | PTE_D;
const addressOf = (frame: number) => RAM_BASE + frame * PAGE_BYTES;

function entriesRead(inGuest: boolean): number {
  const machine = new Machine({ memoryBytes: FRAMES * PAGE_BYTES, profile: assisted, firmware: 'vmm' });
  machine.load(assemble('lw a0, 0(a1)').image);
  const { hart, memory } = machine;
  const write = (table: number, index: number, address: number, bits: number) =>
    memory.write32(addressOf(table) + 4 * index, (((address / PAGE_BYTES) << PTE_PPN_SHIFT) | bits) >>> 0);
  write(ROOT, RAM_BASE >>> 22, RAM_BASE, LEAF);
  write(ROOT, PAGE >>> 22, addressOf(TABLE), PTE_V);
  write(TABLE, 0, addressOf(DATA), LEAF);
  write(G_ROOT, RAM_BASE >>> 22, addressOf(G_TABLE), PTE_V);
  for (let frame = 0; frame < FRAMES; frame += 1) {
    write(G_TABLE, frame, addressOf(frame), LEAF | PTE_U);
  }
  const pageNumber = (frame: number) => SATP_MODE_SV32 + addressOf(frame) / PAGE_BYTES;
  hart.writeCsr(inGuest ? Csr.vsatp : Csr.satp, pageNumber(ROOT));
  hart.writeCsr(Csr.hgatp, inGuest ? pageNumber(G_ROOT) : 0);
  hart.mode = Mode.Supervisor;
  hart.virtual = inGuest;
  hart.x[REG_A1] = PAGE;
  let read = 0;
  machine.trace = (event) => {
    if (event.kind === 'walk' && event.access === 'load') {
      read = event.entries.length;
    }
  };
  const stop = machine.run(1);
  if (stop.kind !== 'budget' || read === 0) {
    throw new Error(`the load did not complete: ${JSON.stringify(stop)}`);
  }
  return read;
}
