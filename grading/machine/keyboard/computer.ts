/** What a keyboard is plugged into: a bare machine, or a virtual machine. Time and steps are the guest's own. */
import type { Uart } from '../../../src/machine/index.js';

export interface Computer {
  readonly uart: Uart;
  /** In ticks. */
  readonly time: number;
  readonly steps: number;
  /** Whether the guest takes interrupts of devices, on any hart. */
  readonly takesInterrupts: boolean;
}
