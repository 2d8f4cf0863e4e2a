/**
 * The socket of exercise 11: shadow paging (lecture: Full Virtualization).
 *
 * The hardware walks the shadow page table, which the guest never sees. It holds the composition of two maps: the guest's own
 * page table (guest-virtual → guest-physical, what the VS-stage does with hardware assistance) and the VMM's frame map
 * (guest-physical → machine, the G-stage). When a page fault shows that an entry is missing, the VMM fills one page. When the
 * guest fences, the VMM forgets them all: the shadow page table behaves like a large TLB.
 * (RISC-V privileged specification 1.12, section 4.3; Adams and Agesen 2006, section 2.3.)
 */

/** The part. Finds the translation of one access for which the shadow page table gave a page fault. */
export type ShadowPart = (access: GuestAccess, mmu: MmuFacade) => Translation;

export interface GuestAccess {
  /** The guest-virtual address, 0 … 0xffff_ffff. */
  readonly address: number;
  /** AMO and SC count as stores. */
  readonly kind: 'fetch' | 'load' | 'store';
}

/** What the walk of the guest's table needs to know about the guest. */
export interface MmuFacade {
  /** The guest's virtual mode: 1 its kernel, 0 its processes. */
  readonly mode: number;
  /** The guest's satp (unsigned). With MODE 0, a virtual address is a guest-physical address, and every access is allowed. */
  readonly satp: number;
  /** SUM of the guest's sstatus: its kernel may load and store user pages. */
  readonly sum: boolean;
  /** MXR of the guest's sstatus: loads may read pages that are executable and not readable. */
  readonly mxr: boolean;
  /** The machine frame of a guest frame (guest-physical address / 4096); undefined when the VM has no memory there. */
  frameOf(guestFrame: number): number | undefined;
  /** Whether a device of the VM answers at this guest-physical address. */
  isDevice(address: number): boolean;
  /** Reads a page-table entry, a 32-bit word. @throws RangeError when the address is misaligned or not in the VM's memory */
  readEntry(address: number): number;
  /** Writes a page-table entry back, with its accessed and dirty bits. Throws as readEntry does. */
  writeEntry(address: number, entry: number): void;
}

/** What was found. Under Sv32 guest-physical addresses have 34 bits: JavaScript's 32-bit operators would cut them. */
export type Translation =
  /** Map the 4 KiB page of the address to this machine frame, with at least the right that the access needs. */
  | {
      readonly kind: 'map';
      readonly frame: number;
      readonly read: boolean;
      readonly write: boolean;
      readonly execute: boolean;
    }
  /** The guest's table does not allow the access: its kernel gets a page fault. */
  | { readonly kind: 'page fault' }
  /** The guest's table, or a pointer in it, leads to where there is no memory: its kernel gets an access fault. */
  | { readonly kind: 'access fault' }
  /** The access goes to a device of the VM, at this guest-physical address. */
  | { readonly kind: 'device'; readonly address: number };
