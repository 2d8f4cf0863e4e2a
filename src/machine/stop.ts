/**
 * The reasons why a run stopped. The rooms that know a reason define its type, and this file joins them to what run()
 * returns.
 */
import type { Ending } from './devices/index.js';
import type { UntakenTrap } from './firmware/index.js';

export type Stop =
  /** All steps are used up. */
  | { readonly kind: 'budget' }
  /** All harts are stopped or wait for an interrupt, and none can ever come. */
  | { readonly kind: 'idle' }
  /** The program ended the run, through the finisher, `tohost` or the SBI. */
  | Ending
  /** A trap that nothing inside the machine handles. */
  | UntakenTrap;
