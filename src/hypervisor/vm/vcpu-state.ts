/** What a vCPU is doing, as the scheduler sees it. */
export type VcpuState =
  /** It has the hart. */
  | { readonly kind: 'running' }
  /** It could use the hart. */
  | { readonly kind: 'runnable' }
  /**
   * It waits for an interrupt. `until`: the machine time at which its next timer or alarm is due, if its VM sleeps until then;
   * Infinity when there is none. Another vCPU or a device can wake it earlier.
   */
  | { readonly kind: 'blocked'; readonly until: number }
  /** It is off, until another vCPU starts it (SBI HSM). */
  | { readonly kind: 'stopped' };
