/** What the two machines have beside RV32IMAC, M, S and U; drawn anew for every batch. */
import { Random } from '../../../random.js';

export interface Features {
  readonly compressed: boolean;
  readonly hypervisor: boolean;
  readonly pmp: boolean;
  /** Programs lock entries of PMP, which stay so to the end of the batch: it is a short one. */
  readonly locks: boolean;
  /** Programs access memory misaligned, which succeeds on both. */
  readonly misaligned: boolean;
}

export const base: Features = {
  compressed: true,
  hypervisor: false,
  pmp: false,
  locks: false,
  misaligned: false,
};

/** Cases with the same features follow each other in blocks of this many. */
const BLOCK_OF_CASES = 120;

/** Every entry of PMP can be locked but the last, which lets the programs live. */
export const LOCKING_CASES = 12;

export function featuresAt(seed: number, index: number): Features {
  const random = new Random(seed ^ Math.imul(Math.floor(index / BLOCK_OF_CASES), 0x9e37_79b1));
  random.word();
  const set = random.pick(['base', 'hypervisor', 'hypervisor', 'pmp', 'both'] as const);
  const pmp = set === 'pmp' || set === 'both';
  return {
    compressed: true,
    hypervisor: set === 'hypervisor' || set === 'both',
    pmp,
    locks: pmp && random.oneIn(set === 'both' ? 12 : 4), // in guests too many comparisons end early
    misaligned: random.oneIn(2),
  };
}

/** How many cases from number `first` on may stand in one batch. */
export function casesTogether({ locks }: Features, first: number): number {
  const left = BLOCK_OF_CASES - (first % BLOCK_OF_CASES);
  return locks ? Math.min(LOCKING_CASES, left) : left;
}

/** For the reader, e.g. `hypervisor + pmp`. */
export function featureNames({ hypervisor, pmp }: Features): string {
  return (
    [hypervisor ? 'hypervisor' : '', pmp ? 'pmp' : ''].filter((name) => name !== '').join(' + ') || 'base'
  );
}
