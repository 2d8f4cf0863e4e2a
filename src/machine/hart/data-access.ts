/**
 * Loads and stores, the slow way. Unprivileged specification 20191213, section 2.6. It leaves misaligned accesses to the platform:
 * here an option of the machine decides whether they trap.
 *
 * The first access to a page comes here, and so does each access that is not plain RAM. The first access puts the page into the
 * lookaside. From then on execute-slice.ts executes plain accesses to it without this file.
 */
import { Cause, type Mnemonic } from '../isa/index.js';
import type { Hart } from './hart.js';
import {
  Access,
  breakReservations,
  FAULTED,
  holdsForPage,
  raiseAccessFault,
  RAM_BASE,
  touch,
  translate,
} from '../memory/index.js';

/** Widths have the encoding of funct3: the low two bits are the logarithm of the number of bytes (1, 2 or 4). */
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

/** Returns the loaded value, signed; or 0 with an exception raised. */
export function load(hart: Hart, width: number, address: number): number {
  const bytes = 1 << (width & 3);
  if ((address & (bytes - 1)) !== 0) {
    return hart.misaligned === 'trap'
      ? hart.raise(Cause.LoadMisaligned, address)
      : loadMisaligned(hart, width, address, bytes);
  }
  return loadSlowly(hart, width, address, bytes);
}

/** Stores the low bytes of `value`, or raises an exception. */
export function store(hart: Hart, width: number, address: number, value: number): void {
  const bytes = 1 << width;
  if ((address & (bytes - 1)) !== 0) {
    if (hart.misaligned === 'trap') {
      hart.raise(Cause.StoreMisaligned, address);
    } else {
      storeMisaligned(hart, address, bytes, value);
    }
    return;
  }
  storeSlowly(hart, width, address, bytes, value);
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
  if (hart.code.holds(offset >>> 12)) {
    hart.code.invalidate(offset, 1 << width);
  }
  if (((offset - hart.watchOffset) & ~7) === 0) {
    hart.hitWatch();
  }
  if (hart.peersReserve) {
    breakReservations(hart, offset + RAM_BASE);
  }
}

function loadSlowly(hart: Hart, width: number, address: number, bytes: number): number {
  const physical = translate(hart, address, Access.Load, bytes);
  if (physical === FAULTED) {
    return 0;
  }
  if (hart.memory.contains(physical, bytes)) {
    touch(hart, physical - RAM_BASE);
    remember(hart, address, physical - RAM_BASE, false);
    return loadRam(hart, width, physical - RAM_BASE);
  }
  hart.lookasides.evict(address);
  hart.counters.chargeDeviceAccess();
  const value = hart.bus.read(physical, bytes);
  if (value === undefined) {
    return raiseAccessFault(hart, address, Access.Load);
  }
  hart.needAttention(); // the read may have cleared an interrupt line
  const unused = 32 - 8 * bytes;
  return (width & 4) !== 0 ? value : (value << unused) >> unused;
}

function storeSlowly(hart: Hart, width: number, address: number, bytes: number, value: number): void {
  const physical = translate(hart, address, Access.Store, bytes);
  if (physical === FAULTED) {
    return;
  }
  if (hart.memory.contains(physical, bytes)) {
    touch(hart, physical - RAM_BASE);
    remember(hart, address, physical - RAM_BASE, true);
    storeRam(hart, width, physical - RAM_BASE, value);
    return;
  }
  hart.lookasides.evict(address);
  hart.counters.chargeDeviceAccess();
  const unused = 32 - 8 * bytes;
  if (hart.bus.write(physical, bytes, (value << unused) >>> unused)) {
    hart.needAttention();
  } else {
    raiseAccessFault(hart, address, Access.Store);
  }
}

function loadMisaligned(hart: Hart, width: number, address: number, bytes: number): number {
  const offsets = offsetsOfBytes(hart, address, bytes, Access.Load);
  const value = offsets?.reduceRight((high, offset) => (high << 8) | hart.memory.bytes[offset]!, 0) ?? 0;
  return width === (Width.half as number) ? (value << 16) >> 16 : value;
}

function storeMisaligned(hart: Hart, address: number, bytes: number, value: number): void {
  offsetsOfBytes(hart, address, bytes, Access.Store)?.forEach((offset, index) => {
    storeRam(hart, Width.byte, offset, value >> (8 * index));
  });
}

/**
 * Returns the offset in RAM of each byte. The access may cross into another page, so all bytes are translated before the first one
 * is accessed. Undefined with an exception raised: its tval is the address of the first byte that faults (privileged specification
 * 1.12, section 3.1.16).
 */
function offsetsOfBytes(hart: Hart, address: number, bytes: number, access: Access): number[] | undefined {
  const offsets: number[] = [];
  for (let at = address; offsets.length < bytes; at = (at + 1) | 0) {
    hart.lookasides.evict(at);
    const physical = translate(hart, at, access, 1);
    if (physical === FAULTED) {
      return undefined;
    }
    if (!hart.memory.contains(physical, 1)) {
      raiseAccessFault(hart, at, access); // a device does not accept misaligned accesses
      return undefined;
    }
    offsets.push(physical - hart.memory.base);
  }
  return offsets;
}

/**
 * Puts the page into the lookaside, so that execute-slice.ts executes the next accesses of this kind. It must not do so if each
 * access has a cost of its own (with a cache), or if a store has other effects: on decoded code, on reservations of other harts, on
 * `tohost`.
 */
function remember(hart: Hart, address: number, offset: number, forStore: boolean): void {
  const { lookasides, watchOffset, code } = hart;
  if (hart.cache !== undefined) {
    return; // no access was ever put there
  }
  const page = offset >>> 12;
  const watched = hart.peersReserve || (watchOffset >= 0 && watchOffset >>> 12 === page) || code.holds(page);
  if (!holdsForPage(hart, hart.dataPath, offset + RAM_BASE) || (forStore && watched)) {
    lookasides.evict(address);
  } else {
    lookasides.fill(address, offset, forStore);
  }
}
