/**
 * What a paravirtual guest and the VMM have agreed on: the numbers of the hypercalls, the error codes, the limits, and the
 * layout of the shared-info page. Hypercalls follow the SBI's calling convention (SBI specification 2.0, chapter 3), with an
 * extension number of its vendor space.
 */

/** a7 of every hypercall of this lab. The vendor space is 0x0900_0000 … 0x09ff_ffff. */
export const HYPERCALL_EXTENSION = 0x0900_0000;
export const VENDOR_SPACE_END = 0x09ff_ffff;

/** a6: what the guest asks for. The comments name the arguments, from a0 on. */
export const HypercallFunction = {
  SetCallback: 0, // entry, stack: where traps go (guest-virtual addresses)
  SetPageTable: 1, // root: guest-physical address of an Sv32 table; 0 turns translation off
  ReturnTo: 2, // address: of a return frame (see RETURN_FRAME), guest-physical
  SetTimer: 3, // low, high: 64 bits of guest time, in ticks
  ConsoleWrite: 4, // address, length: of the bytes, guest-physical; the value is the length
  Yield: 5, // no arguments: the other VMs run first
  Block: 6, // no arguments: sleep until an event is pending
  DomainInfo: 7, // address: where to write four words (see DOMAIN_INFO)
  Shutdown: 8, // code
  Multicall: 9, // address, count: of the batch's entries (see MULTICALL); the value is the count
} as const;

/** The error codes that hypercalls use: those of the SBI (SBI specification 2.0, table 1). */
export const HypercallError = {
  Success: 0,
  NotSupported: -2, // there is no such call
  InvalidParam: -3, // an argument has a value that the call does not take
  Denied: -4, // the call exists, but is not allowed here
  InvalidAddress: -5, // not all bytes at this address are in the VM's memory
} as const;

/** The most bytes that one call writes to the console. */
export const CONSOLE_WRITE_MAX = 1024;
/** The most calls in a batch. */
export const MULTICALL_MAX = 32;

/** A batch is an array of entries of eight words. The VMM writes the last two after the batch has run. */
export const MULTICALL = {
  entryBytes: 32,
  function: 0, // byte offsets in an entry
  args: 4, // five words: a0 … a4
  error: 24,
  value: 28,
} as const;

/** The four words that DomainInfo writes. */
export const DOMAIN_INFO = {
  bytes: 16,
  id: 0, // the VM's number
  memoryBase: 4,
  memorySize: 8,
  sharedInfo: 12, // address of the shared-info page
} as const;

/**
 * What ReturnTo reads: seven words. The VMM writes such a frame into the shared-info page at every trap. It holds the registers
 * that a guest cannot restore itself, because it needs them to call ReturnTo.
 */
export const RETURN_FRAME = {
  bytes: 28,
  pc: 0,
  sp: 4,
  a0: 8,
  a6: 12,
  a7: 16,
  mode: 20, // 0 U, 1 S
  enabled: 24, // 0 or 1
} as const;

/**
 * The shared-info page: the last page of the VM's memory. At the start its guest-physical address is in a1.
 * Guest and VMM both read and write it. So a guest masks its interrupts by a store, without a VM exit.
 */
export const SHARED_INFO = {
  enabled: 0, // 1: events may interrupt. The VMM sets it to 0 at a trap; ReturnTo restores it
  pending: 4, // bit n: event n is pending, numbered as in sip (5 is the timer). The VMM sets bits, the guest clears them
  cause: 8, // of the last trap, as scause
  tval: 12, // of the last trap, as stval
  time: 16, // guest time in ticks when the VMM last gave the guest a trap or the result of a call; lower word first
  frame: 24, // a return frame: where the last trap came from
} as const;
