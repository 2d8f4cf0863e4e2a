/**
 * What a paravirtual kernel with page tables of its own and the VMM have agreed on. A call is an ECALL with PARA_EXTENSION in a7 and
 * one of ParaCall in a6. The table of the calls, with arguments, errors and costs: hypercalls.ts. Guest-physical addresses are in
 * bytes; frames in page-table entries are the machine's.
 */

/** a7 of these calls. (Those of exercise 13 have HYPERCALL_EXTENSION.) */
export const PARA_EXTENSION = 0x0900_0001;

/** a6 of these calls. */
export const ParaCall = {
  Multicall: 0,
  SetTrapEntry: 1,
  SetStack: 2,
  ReturnFromTrap: 3,
  TakeEvents: 4,
  Block: 5,
  Yield: 6,
  SetTimer: 7,
  Shutdown: 8,
  PageUpdates: 9,
  SendEvent: 10,
  OpenChannel: 11,
  ConnectChannel: 12,
  CloseChannel: 13,
  Grant: 14,
  Revoke: 15,
  AcceptGrant: 16,
  DropGrant: 17,
  BalloonOut: 18,
  BalloonIn: 19,
  ServeUpdates: 20,
} as const;

/**
 * A page update is two words: where, and what. Where is the guest-physical address of a page-table entry, or one of these commands
 * about the page whose guest-physical address is the second word. (The first Xen put such commands among the updates, too.)
 */
export const PageCommand = {
  PinL1: 1,
  PinL2: 2,
  Unpin: 3,
  KernelBase: 4, // 0: the boot map, which the VM starts with
  UserBase: 5, // 0: none
} as const;

/** Fields of the shared-info page after those of SHARED_INFO; byte offsets. */
export const PARA_INFO = {
  waiting: 52, // not 0: an event waits that was masked when it came; the guest unmasks, looks here, and calls TakeEvents
  channels: 56, // bit n: something has come on event channel n. The VMM sets bits, the guest clears them with an atomic instruction
  masked: 60, // bit n: channel n does not interrupt
  physicalToMachine: 64, // virtual address at which the word of frame 0 would stand: that of guest frame f stands 4 f after it
  machineToPhysical: 68, // the same, for machine frames
  self: 72, // guest-physical address of this page, from which on the pages of the window lie
  end: 76, // guest-physical address of the end of the window
  cycles: 80, // two words, lower first: machine time in cycles, told with `time`
  balloonTarget: 88, // pages of memory that the VMM wants the VM to have
  pages: 92, // pages of memory that it has
  colours: 96, // of the machine's cache: frames whose numbers are equal modulo this compete for the same lines. 1: no such cache
} as const;

/**
 * The window: pages of the VMM which the boot map shows at this virtual address, in the order of their guest-physical addresses. First
 * those that the guest may write (the shared-info page, the console's ring, the disk's ring), then the two tables of frames.
 */
export const WINDOW = 0xffc0_0000;
export const WINDOW_RINGS = 2;

/** In a table of frames: no frame of this VM. */
export const NO_FRAME = 0xffff_ffff;

/**
 * The frame of a trap, on the guest's kernel stack, at sp when the trap entry begins. Word n is for register xn, and word 0 is pc. The
 * VMM writes pc, sp and the last three; the guest saves the other registers itself. ReturnFromTrap reads it at sp, and loads pc, sp,
 * a6, a7 and the status: the guest has restored the other registers.
 */
export const TRAP_FRAME = {
  bytes: 144,
  pc: 0,
  sp: 8,
  a6: 64,
  a7: 68,
  status: 128, // as sstatus: SPP, the mode that was interrupted, and SPIE, whether events were enabled
  cause: 132, // as scause
  tval: 136,
} as const;

/**
 * The ring of updates, in the guest's own memory: page updates that wait. Both counters only grow, modulo 2^32; the update with number n
 * lies at n modulo the places. ServeUpdates tells where the ring is, and ReturnFromTrap to a process does what waits there first.
 */
export const UPDATE_RING = {
  asked: 0, // how many updates the guest has put there
  done: 4, // how many the VMM has done
  updates: 8, // where and what, as for PageUpdates
  updateBytes: 8,
  places: 2048,
  bytes: 8 + 8 * 2048,
} as const;

/** Event channels. The first ones are the VMM's, the others connect VMs. */
export const CHANNELS = 32;
export const Channel = { Console: 0, Disk: 1, Balloon: 2, FirstFree: 3 } as const;

/** The console's ring. The counters only grow, modulo 2^32; a byte with number n lies at n modulo the size. */
export const CONSOLE_RING = {
  outStart: 0, // how many printed bytes the VMM has taken
  outEnd: 4, // how many the guest has put there
  inStart: 8, // how many typed bytes the guest has taken
  inEnd: 12, // how many the VMM has put there
  in: 1024,
  inBytes: 1024,
  out: 2048,
  outBytes: 2048,
} as const;

/** The disk's ring: requests in places of 32 bytes. */
export const DISK_RING = {
  asked: 0, // how many requests the guest has made
  done: 4, // how many the VMM has answered
  sectors: 8, // how many sectors of 512 bytes the disk has
  requests: 64, // the first place
  requestBytes: 32,
  places: 64,
  write: 0, // in a request: 0 read, 1 write
  sector: 4,
  address: 8, // guest-physical, of the data
  bytes: 12, // a multiple of 512, at most DISK_REQUEST_MAX
  status: 16, // the VMM's answer: 0 done, 1 not
} as const;
export const DISK_REQUEST_MAX = 64 * 1024;

/** An error code beside those of SBI and PagingError: the other end has a use of it, or there is no room. */
export const PARA_CALLS_MAX = 32; // in a multicall
