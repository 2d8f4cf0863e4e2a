/** What stays the same throughout a case with guests, because QEMU 7.2 makes mistakes otherwise: see compare/README.md. */
export interface GuestRules {
  /** MXR in mstatus, and in vsstatus. */
  readonly readable: boolean;
  /** vsstatus.SUM is always set; only then are there accesses as a guest's supervisor (HLV, HSV, MPRV). */
  readonly acts: boolean;
  /** Guest-physical addresses beyond 4 GiB; then hgatp is never off, or QEMU 7.2 would find memory at them. */
  readonly wide: boolean;
  /** Of a guest's data every page that can be read can be executed: HLVX asks for the wrong one there. */
  readonly executable: boolean;
  /**
   * Where WFI traps: nowhere below M-mode, in guests (hstatus.VTW is set), or everywhere (mstatus.TW is set). It is only
   * executed where it does.
   */
  readonly wait: 'no' | 'guest' | 'machine';
}
