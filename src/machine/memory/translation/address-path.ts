/**
 * An address path says how a hart's addresses are translated: in which mode, with which TLB. There is one path for fetches and one
 * for loads and stores, because mstatus.MPRV gives loads and stores another mode. A third path replaces the second one while HLV or
 * HSV accesses memory as a guest. Paths follow from the mode and the CSRs; refreshPaths computes them before each slice.
 */
import { Mode } from '../../isa/index.js';
import type { Tlb } from '../tlb/index.js';

export class AddressPath {
  /** The mode in which accesses are checked, and whether it is a mode of a guest. */
  mode: number = Mode.Machine;
  virtual = false;
  /** Must each address be translated or checked (TLB, tables, PMP)? Otherwise it is physical. */
  translated = false;
  tlb: Tlb;
  /** The low twelve bits of the TLB's tags. */
  context = 0;
  /** May accesses use and fill the TLB? Not those of HLV and HSV: a tag does not describe their rules. */
  usesTlb = true;
  /** For HLVX: a load needs the permission to execute instead of the permission to read. */
  executeToLoad = false;

  constructor(tlb: Tlb) {
    this.tlb = tlb;
  }
}
