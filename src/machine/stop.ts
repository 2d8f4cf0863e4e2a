/** Why a machine stopped running. Each kind is made by the room that knows the reason; together they are what run() returns. */
import type { Ending } from './devices/index.js';
import type { UntakenTrap } from './firmware/index.js';

export type Stop =
  /** The steps are used up. */
  | { readonly kind: 'budget' }
  /** The hart waits for an interrupt, and none can ever come. */
  | { readonly kind: 'idle' }
  /** Software ended the run, through the finisher, `tohost` or the SBI. */
  | Ending
  /** A trap that nobody inside the machine takes. */
  | UntakenTrap;
