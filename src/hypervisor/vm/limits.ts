/** How much of everything: one file for the limits. */

/** Machine frames for the shadow page tables of one VM. Each is 4 KiB; a table at the last level maps 4 MiB. At least 3. */
export const SHADOW_FRAMES = 256;

/** Guest address spaces for which one VM has shadow page tables at once, in all contexts. MAX_VMS times this is the number of ASIDs. */
export const SHADOW_ROOTS = 64;

/** Of these frames, those that hold edited copies of the guest's code, where its mode edits code. */
export const CODE_COPIES = 64;

/** Exits of one instruction of a guest after which it is worth a translation, and in vain exits after which it is not. */
export const HOT_EXITS = 64;

/** Instructions whose exits are counted at once in one VM. */
export const COUNTED_INSTRUCTIONS = 4096;

/** vCPUs that one VM can have. */
export const MAX_VCPUS = 4;

/** Steps in the turn of a vCPU, while other vCPUs of its VM want to run: as many as the bare machine gives to a hart. */
export const TURN_STEPS = 1000;

/** VMs that one VMM can have at once. */
export const MAX_VMS = 8;

/** Guest steps in a VM's slice. Then it is the next VM's turn. With slices of 1,000, entering a guest takes a tenth of the time. */
export const SLICE_STEPS = 10_000;

/** Machine cycles after which a slice ends early: a guest whose every step exits, traps or misses the TLB would else take most of the machine. */
export const SLICE_CYCLES = 10_000;

/**
 * Page faults that may be filled for one guest instruction before it completes. One instruction touches two pages (its own
 * and that of its operand), and filling one may push out the other. If more are needed, filling does not help.
 */
export const MAX_FILLS = 8;

/**
 * The same for guest-page faults. One instruction can fault at two pages of code and two of data, and at two levels of tables for each.
 */
export const MAX_GUEST_FILLS = 12;

/** Lines that a trace can hold. */
export const MAX_TRACE = 100_000;
