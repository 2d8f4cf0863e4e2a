/**
 * The CSRs of physical memory protection (PMP), with 16 entries. A pmpcfg register holds the configuration bytes of four entries.
 * Privileged specification 1.12, section 3.7.1, and 3.7.1.2 for locked entries.
 */
import type { CsrRow, CsrState } from './csr-rule.js';
import { Csr } from '../isa/index.js';
import {
  PMP_A,
  PMP_ENTRIES,
  PMP_L,
  PMP_R,
  PMP_TOR,
  PMP_W,
  PMP_X,
  pmpConfiguration,
} from '../memory/index.js';

const CONFIGURATION = PMP_R | PMP_W | PMP_X | PMP_A | PMP_L;

export const pmpRows: readonly CsrRow[] = [
  ...Array.from({ length: PMP_ENTRIES / 4 }, (_, index): CsrRow => {
    const number = Csr.pmpcfg0 + index;
    return [
      number,
      { read: (state) => state.values[number]!, write: (state, value) => configure(state, number, value) },
    ];
  }),
  ...Array.from({ length: PMP_ENTRIES }, (_, entry): CsrRow => {
    const number = Csr.pmpaddr0 + entry;
    return [
      number,
      { read: (state) => state.values[number]!, write: (state, value) => place(state, entry, value) },
    ];
  }),
];

function configure(state: CsrState, number: number, value: number): void {
  const old = state.values[number]!;
  let result = 0;
  for (let shift = 0; shift < 32; shift += 8) {
    const before = (old >>> shift) & 0xff;
    result |= ((before & PMP_L) !== 0 ? before : legal((value >>> shift) & 0xff)) << shift;
  }
  state.values[number] = result;
  state.pmpChanged = true;
}

/** Makes a configuration byte legal. "Writable but not readable" is reserved; it becomes neither writable nor readable. */
function legal(byte: number): number {
  const configuration = byte & CONFIGURATION;
  return (configuration & (PMP_R | PMP_W)) === PMP_W ? configuration & ~PMP_W : configuration;
}

/** Writes pmpaddr. A locked entry keeps its address. If it is the top of a range, the entry below keeps its address too. */
function place(state: CsrState, entry: number, value: number): void {
  const locked = (pmpConfiguration(state.values, entry) & PMP_L) !== 0;
  const above = entry + 1 < PMP_ENTRIES ? pmpConfiguration(state.values, entry + 1) : 0;
  if (!locked && (above & (PMP_L | PMP_A)) !== (PMP_L | PMP_TOR)) {
    state.values[Csr.pmpaddr0 + entry] = value;
    state.pmpChanged = true;
  }
}
