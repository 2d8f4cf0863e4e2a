/** How much of everything: one file for the limits. */

/** Frames for the shadow tables of one VM (4 KiB each; a table's worth of translations spans 4 MiB). At least 3. */
export const SHADOW_FRAMES = 64;

/** VMs that one VMM can hold at once. */
export const MAX_VMS = 8;

/** Guest steps in a VM's turn before the next VM has its own. */
export const SLICE_STEPS = 1000;

/**
 * Page faults in a row that may be filled before the guest's instruction completes. One instruction touches two pages (its
 * own and that of its operand), and filling one may cost the other its place; more means that filling does not help.
 */
export const MAX_FILLS = 8;

/** Lines of a trace that are kept. */
export const MAX_TRACE = 100_000;

/** Guest time from which on a timer counts as not armed, as on the machine: beyond, numbers would lose ticks. */
export const NEVER = 2 ** 52;
