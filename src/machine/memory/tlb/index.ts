/** The door of this room: what other rooms may import from it. */
export { entryAt } from './lookaside.js';
export { Lookasides, LOOKASIDES_BYTES } from './lookasides.js';
export { type Tlb, TLB_INDEX_MASK, tlbContext } from './tlb.js';
export { type TlbPair, Tlbs } from './tlbs.js';
