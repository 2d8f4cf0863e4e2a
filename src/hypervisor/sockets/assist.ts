/**
 * The socket of exercise 12: hardware-assisted virtualization (lecture: Full Virtualization, the repair in hardware).
 *
 * The hypervisor extension runs the guest's kernel in VS-mode, with supervisor registers of its own, and translates each address
 * twice: by the guest's table (VS-stage), then by the VMM's (G-stage). So the VMM has two things left to do. It says beforehand what
 * the guest may do without it, and it fills the G-stage table where the guest's accesses fault.
 * (RISC-V privileged specification 1.12, chapter 8; Adams and Agesen 2006, sections 4 and 7.)
 */

export interface AssistPart {
  /** Called once for each VM, before its first instruction. */
  readonly controls: () => Controls;
  /** An access of the guest found no entry in the G-stage table, or one that does not allow it. */
  readonly fill: (fault: GuestPageFault, gStage: GStageFacade) => Filled;
}

/** The values of four CSRs while the guest runs. As in hardware, bits that are read-only zero make no difference. */
export interface Controls {
  /** The exceptions that the guest's kernel takes by itself: bit n for cause n. */
  readonly hedeleg: number;
  /** The interrupts that the guest's kernel takes by itself, by their VS-level numbers. */
  readonly hideleg: number;
  /** The counters that the guest reads by itself: bit 0 cycle, bit 1 time, bit 2 instret. */
  readonly hcounteren: number;
  /** What is forbidden to the guest's kernel: HSTATUS_VTW, which must be set, HSTATUS_VTVM and HSTATUS_VTSR. */
  readonly hstatus: number;
}

export interface GuestPageFault {
  /** The guest-physical address: 0 … 2 ** 34 - 1. It does not fit into JavaScript's 32-bit operators. */
  readonly address: number;
  /** What the guest's instruction does. AMO and SC count as stores. */
  readonly kind: 'fetch' | 'load' | 'store';
  /** True when the address is that of an entry of the guest's own page table, which the hardware has looked for. */
  readonly byWalk: boolean;
}

/** The G-stage table of one VM: Sv32x4, that is Sv32 with a root of 16 KiB, whose index has 12 bits. */
export interface GStageFacade {
  /** The machine frame of the root table: the first of four side by side. */
  readonly root: number;
  /** The machine frame of a guest frame (guest-physical address / 4096); undefined when the VM has no memory there. */
  frameOf(guestFrame: number): number | undefined;
  /** Whether a device of the VM answers at this guest-physical address. */
  isDevice(address: number): boolean;
  /** The machine frame of a new table at the last level, all zeros. At most one in a call. */
  newTable(): number;
  /** Reads an entry, a 32-bit word, by its machine address. It must lie in a table of this VM. */
  readEntry(address: number): number;
  /** Writes an entry. It must be 0, a pointer to a table of this VM, or a leaf that leads to frames that frameOf has told in this call. */
  writeEntry(address: number, entry: number): void;
}

/** What became of the fault. */
export type Filled =
  /** The G-stage table now allows the access: the guest tries again. */
  | { readonly kind: 'mapped' }
  /** A device of the VM is there: the VMM does what the load or store says. */
  | { readonly kind: 'device' }
  /** Nothing is there: the guest's kernel gets an access fault. */
  | { readonly kind: 'access fault' };
