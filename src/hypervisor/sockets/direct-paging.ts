/**
 * The socket of exercise 14: direct paging (lecture: Paravirtualization).
 *
 * There is no shadow page table: the hardware walks the guest's own tables, and their entries hold machine frames. So no VM may
 * write its tables itself. It asks the VMM, which looks at each entry before the hardware can see it. For this the VMM keeps, for
 * each frame of the machine, a type and two counts. (Barham et al., "Xen and the Art of Virtualization", SOSP 2003, sections 2.1.1
 * and 3.3.3; RISC-V privileged specification 1.12, section 4.3.)
 *
 * A frame is 4 KiB of the machine's memory; its number is its machine address divided by 4096. As in Xen, tables are numbered from
 * below: an entry of an L1 table maps a page, an entry of an L2 table points to an L1 table. (Sv32 calls their levels 0 and 1.)
 */

/** The part. The VMM calls it once, when it starts. What it returns serves every VM from then on. */
export type DirectPagingPart = (machine: PagingFacade) => DirectPaging;

/** What the part may see and change of the machine. Frames and VMs are integers from 0 upwards, an index is one from 0 to 1023. */
export interface PagingFacade {
  /** What a VM may do with a frame now. Any number of 22 bits is allowed: 'none' where there is no such frame. */
  rightsTo(vm: number, frame: number): FrameRights;
  /** Reads an entry of a table, an unsigned 32-bit word. @throws RangeError when there is no such frame or index */
  readEntry(frame: number, index: number): number;
  /** Writes one; signed and unsigned integers mean the same. Throws as readEntry does. */
  writeEntry(frame: number, index: number, entry: number): void;
}

/**
 * 'own': its memory. Only such a frame can be one of its tables. 'write' and 'read': another's frame which it may map, for stores
 * and loads or for loads alone (a page that another VM has granted, a page of the VMM's). 'none': not even that.
 * A right may be given at any time. It is taken away only while no table in use of that VM needs it.
 */
export type FrameRights = 'own' | 'write' | 'read' | 'none';

/** Each operation answers with one of PagingError. One that answers with an error has changed nothing, neither memory nor counts. */
export interface DirectPaging {
  /** The frame is a table of this level from now on, and stays one until it is unpinned. Its entries are validated. */
  pin(vm: number, frame: number, level: 1 | 2): number;
  /** The pin is gone. If it was the table's last use, the frame is no table any more. */
  unpin(vm: number, frame: number): number;
  /**
   * Writes words, in order: entries of tables in use, which are validated, and words of the VM's other frames, which are not.
   * Stops at the first update that is refused; those before it stand.
   */
  update(vm: number, updates: readonly PageUpdate[]): UpdateResult;
  /** The hardware walks this L2 table from now on, while the VM's kernel or its processes run; undefined: none. */
  setBase(vm: number, base: PageBase, root: number | undefined): number;
  /** The VM has ended: its pins and base pointers are gone, and all that hung on them. */
  end(vm: number): void;
  /** What the part knows about a frame now. */
  info(frame: number): FrameInfo;
}

/** A VM's kernel and its processes run in the same mode of the machine: two tables keep them apart. */
export type PageBase = 'kernel' | 'user';

export interface PageUpdate {
  /** Where to write: a frame, and the number of a word in it, as of an entry in a table. */
  readonly frame: number;
  readonly index: number;
  /** What to write: an unsigned 32-bit word. */
  readonly entry: number;
}

export interface UpdateResult {
  readonly error: number;
  /** How many updates were done: all of them, or the number of the one that was refused, counted from 0. */
  readonly done: number;
}

export type FrameType = 'none' | 'writable' | 'l1' | 'l2';

export interface FrameInfo {
  /** What the frame is used as; 'none' when `uses` is 0. */
  readonly type: FrameType;
  /** How often it is used as its type. */
  readonly uses: number;
  /** How often it is used at all: `uses`, and the entries that map it for loads and fetches alone. */
  readonly references: number;
  readonly pinned: boolean;
}

/** The first two are the SBI's (see HypercallError), the others Linux' and Xen's EBUSY and EINVAL. */
export const PagingError = {
  Success: 0,
  InvalidParam: -3, // an entry that no table may hold
  Denied: -4, // a frame to which the VM has not the right
  Busy: -16, // a frame that has another use
  NotPinned: -22, // a frame that is not pinned
} as const;

/** The most updates in one call. (Xen's batches have up to 2,048.) */
export const PAGE_UPDATES_MAX = 2048;
