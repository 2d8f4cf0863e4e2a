/**
 * The CSRs of physical memory protection, 16 entries: four configurations in a pmpcfg, a byte each.
 * Privileged specification 1.12, section 3.7.1, with what it says on locking.
 */
import type { CsrRow } from './csr-rule.js';
import type { CsrFile } from './csr-file.js';
import { Csr } from '../isa/csrs.js';
import { PMP_A, PMP_ENTRIES, PMP_L, PMP_R, PMP_TOR, PMP_W, PMP_X, pmpConfiguration } from '../memory/pmp.js';

const CONFIGURATION = PMP_R | PMP_W | PMP_X | PMP_A | PMP_L;

export const pmpRows: readonly CsrRow[] = [
  ...Array.from({ length: PMP_ENTRIES / 4 }, (_, index): CsrRow => {
    const number = Csr.pmpcfg0 + index;
    return [
      number,
      { read: (file) => file.values[number]!, write: (file, value) => configure(file, number, value) },
    ];
  }),
  ...Array.from({ length: PMP_ENTRIES }, (_, entry): CsrRow => {
    const number = Csr.pmpaddr0 + entry;
    return [
      number,
      { read: (file) => file.values[number]!, write: (file, value) => place(file, entry, value) },
    ];
  }),
];

function configure(file: CsrFile, number: number, value: number): void {
  const old = file.values[number]!;
  let result = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const before = (old >>> shift) & 0xff;
    result |= ((before & PMP_L) !== 0 ? before : legal((value >>> shift) & 0xff)) << shift;
  }
  file.values[number] = result;
  file.pmpChanged = true;
}

/** Writable but not readable is reserved: it becomes no access for data. */
function legal(byte: number): number {
  const configuration = byte & CONFIGURATION;
  return (configuration & (PMP_R | PMP_W)) === PMP_W ? configuration & ~PMP_W : configuration;
}

/** A locked entry keeps its address; where it is the top of a range, also the entry below, which is its bottom. */
function place(file: CsrFile, entry: number, value: number): void {
  const locked = (pmpConfiguration(file.values, entry) & PMP_L) !== 0;
  const above = entry + 1 < PMP_ENTRIES ? pmpConfiguration(file.values, entry + 1) : 0;
  if (!locked && (above & (PMP_L | PMP_A)) !== (PMP_L | PMP_TOR)) {
    file.values[Csr.pmpaddr0 + entry] = value;
    file.pmpChanged = true;
  }
}
