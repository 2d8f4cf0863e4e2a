/**
 * Loads and stores. Unprivileged specification 20191213, section 2.6; misaligned accesses trap on this machine.
 */
import { Cause } from './causes.js';
import type { Hart } from './hart.js';
import type { Mnemonic } from './instructions.js';
import { RAM_BASE } from './memory-map.js';
import { Access } from './sv32.js';
import { TLB_SLOT_MASK } from './tlb.js';
import { FAULTED, PAGE_MASK, raiseAccessFault, translate } from './translate.js';

/** Widths are encoded as the instructions' funct3 is: the low two bits say how many bytes (1, 2 or 4). */
const enum Width {
  byte = 0,
  half = 1,
  word = 2,
  unsignedByte = 4,
  unsignedHalf = 5,
}

export const loadWidths: Readonly<Partial<Record<Mnemonic, number>>> = {
  lb: Width.byte,
  lh: Width.half,
  lw: Width.word,
  lbu: Width.unsignedByte,
  lhu: Width.unsignedHalf,
};

export const storeWidths: Readonly<Partial<Record<Mnemonic, number>>> = {
  sb: Width.byte,
  sh: Width.half,
  sw: Width.word,
};

const RAM_START = RAM_BASE | 0; // addresses are signed numbers on the fast path
const PAGE_OFFSET = ~PAGE_MASK;

/** The loaded value, signed; or 0 with an exception raised. */
export function load(hart: Hart, width: number, address: number): number {
  const bytes = 1 << (width & 3);
  if ((address & (bytes - 1)) !== 0) {
    return hart.raise(Cause.LoadMisaligned, address);
  }
  const offset = ramOffset(hart, address, false);
  return offset >= 0 ? loadRam(hart, width, offset) : loadSlowly(hart, width, address, bytes);
}

/** Stores the low bytes of `value`; or raises an exception. */
export function store(hart: Hart, width: number, address: number, value: number): void {
  const bytes = 1 << width;
  if ((address & (bytes - 1)) !== 0) {
    hart.raise(Cause.StoreMisaligned, address);
    return;
  }
  const offset = ramOffset(hart, address, true);
  if (offset >= 0) {
    storeRam(hart, width, offset, value);
  } else {
    storeSlowly(hart, width, address, bytes, value);
  }
}

/**
 * The offset in RAM, where it is known without a page-table walk; else -1. This is the fast path: what translate()
 * does with its TLB, narrowed to RAM.
 */
function ramOffset(hart: Hart, address: number, forStore: boolean): number {
  if (!hart.dataPaged) {
    const offset = (address - RAM_START) | 0;
    return offset >= 0 && offset < hart.memory.size ? offset : -1;
  }
  const tlb = hart.dataTlb;
  const slot = (address >>> 12) & TLB_SLOT_MASK;
  if (
    tlb.tags[slot] !== ((address & PAGE_MASK) | hart.dataContext) ||
    (forStore && tlb.writable[slot] === 0)
  ) {
    return -1;
  }
  const page = tlb.offsets[slot]!;
  return page < 0 ? -1 : page | (address & PAGE_OFFSET);
}

function loadRam(hart: Hart, width: number, offset: number): number {
  const { memory } = hart;
  switch (width as Width) {
    case Width.word:
      return memory.words[offset >> 2]!;
    case Width.unsignedByte:
      return memory.bytes[offset]!;
    case Width.byte:
      return (memory.bytes[offset]! << 24) >> 24;
    case Width.unsignedHalf:
      return memory.halves[offset >> 1]!;
    case Width.half:
      return (memory.halves[offset >> 1]! << 16) >> 16;
  }
}

function storeRam(hart: Hart, width: number, offset: number, value: number): void {
  const { memory } = hart;
  if (width === (Width.word as number)) {
    memory.words[offset >> 2] = value;
  } else if (width === (Width.byte as number)) {
    memory.bytes[offset] = value;
  } else {
    memory.halves[offset >> 1] = value;
  }
  if ((offset & ~3) === hart.watchOffset) {
    hart.needAttention();
  }
  if (hart.peersReserve) {
    hart.breakPeersReservations(offset + RAM_BASE);
  }
}

function loadSlowly(hart: Hart, width: number, address: number, bytes: number): number {
  const physical = translate(hart, address, Access.Load);
  if (physical === FAULTED) {
    return 0;
  }
  if (hart.memory.contains(physical, bytes)) {
    return loadRam(hart, width, physical - RAM_BASE);
  }
  hart.counters.chargeDeviceAccess();
  const value = hart.bus.read(physical, bytes);
  if (value === undefined) {
    return raiseAccessFault(hart, address, Access.Load);
  }
  hart.needAttention(); // reading may lower an interrupt line
  const unused = 32 - 8 * bytes;
  return (width & 4) !== 0 ? value : (value << unused) >> unused;
}

function storeSlowly(hart: Hart, width: number, address: number, bytes: number, value: number): void {
  const physical = translate(hart, address, Access.Store);
  if (physical === FAULTED) {
    return;
  }
  if (hart.memory.contains(physical, bytes)) {
    storeRam(hart, width, physical - RAM_BASE, value);
    return;
  }
  hart.counters.chargeDeviceAccess();
  const unused = 32 - 8 * bytes;
  if (hart.bus.write(physical, bytes, (value << unused) >>> unused)) {
    hart.needAttention();
  } else {
    raiseAccessFault(hart, address, Access.Store);
  }
}
