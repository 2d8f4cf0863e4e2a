/** How much of everything: one file for the limits. */

/** Machine frames for the shadow page tables of one VM. Each is 4 KiB; a table at the last level maps 4 MiB. At least 3. */
export const SHADOW_FRAMES = 64;

/** VMs that one VMM can have at once. */
export const MAX_VMS = 8;

/** Guest steps in a VM's slice. Then it is the next VM's turn. */
export const SLICE_STEPS = 1000;

/**
 * Page faults that may be filled for one guest instruction before it completes. One instruction touches two pages (its own
 * and that of its operand), and filling one may push out the other. If more are needed, filling does not help.
 */
export const MAX_FILLS = 8;

/** Lines that a trace can hold. */
export const MAX_TRACE = 100_000;

/** A timer that is set to this guest time or later is not armed, as on the machine. Beyond it, a number would lose ticks. */
export const NEVER = 2 ** 52;
