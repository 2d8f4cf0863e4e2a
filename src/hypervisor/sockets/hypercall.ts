/**
 * The socket of exercise 13: hypercalls (lecture: Paravirtualization).
 *
 * A paravirtual guest asks the VMM instead of executing privileged instructions: ECALL from its kernel with the call's
 * numbers in a7 and a6 and its arguments in a0 … a5. The answer comes back as an SBI call's does: an error code in a0, a value
 * in a1. (Barham et al., "Xen and the Art of Virtualization", SOSP 2003, section 3.2; SBI specification 2.0, chapter 3.)
 */

/** The part: checks one call, carries it out, and answers it. Numbers and error codes: hypercall-abi.ts. */
export type HypercallPart = (call: Hypercall, vm: HypercallFacade) => HypercallResult;

/** The call as the guest made it: any 32-bit values, since nobody has looked at them yet. */
export interface Hypercall {
  /** a7: HYPERCALL_EXTENSION, or another number of the vendor space that no extension has. */
  readonly extension: number;
  /** a6: one of HypercallFunction, or any other number. */
  readonly function: number;
  /** a0 … a5, six unsigned 32-bit integers. */
  readonly args: readonly number[];
}

export interface HypercallResult {
  /** HypercallError.Success (0), or a negative error code. The guest finds it in a0. */
  readonly error: number;
  /** What the call yields, an unsigned or signed 32-bit integer; 0 where it yields nothing. The guest finds it in a1. */
  readonly value: number;
}

/**
 * What the VMM lends to the dispatcher. Everything here does at once what it says and checks nothing for the guest's sake:
 * an address that is not in the VM's memory is a bug of the dispatcher, not of the guest, and throws a RangeError.
 * Addresses are guest-physical, in bytes.
 */
export interface HypercallFacade {
  /** The VM's number. */
  readonly id: number;
  /** The VM's memory is `memorySize` bytes from `memoryBase` on. The shared-info page is its last page. */
  readonly memoryBase: number;
  readonly memorySize: number;
  /** Reads a 32-bit word (unsigned). @throws RangeError when the address is misaligned or the word not all in memory */
  readWord(address: number): number;
  /** Writes a 32-bit word. Throws as readWord does. */
  writeWord(address: number, value: number): void;
  /** Copies bytes out of the VM's memory. @throws RangeError when they are not all in memory */
  readBytes(address: number, length: number): readonly number[];

  /** Puts bytes (0 … 255) on the VM's console. */
  consoleWrite(bytes: readonly number[]): void;
  /**
   * Traps and interrupts of the guest go to `entry` from now on, on the stack that ends at `stack` when they come from user
   * mode (else sp stays as it is). Both are guest-virtual addresses.
   */
  setCallback(entry: number, stack: number): void;
  /** Address translation with the Sv32 table at `root` from now on, cached translations forgotten; 0: no translation. */
  setPageTable(root: number): void;
  /** The VM's one timer: its event comes when the guest's time is at least `low + high * 2 ** 32` ticks. */
  setTimer(low: number, high: number): void;
  /** Ends the handling of a trap: the guest goes on as the frame says, and sees no result of this call. */
  resume(frame: ReturnFrame): void;
  /** The rest of the VM's slice goes to the other VMs. */
  yield(): void;
  /** The VM sleeps until an event is pending, even one that is masked. */
  block(): void;
  /** The VM ends, with this exit code (0: all is well). */
  shutdown(code: number): void;
}

/** Where and how a guest goes on after a trap. */
export interface ReturnFrame {
  readonly pc: number;
  readonly sp: number;
  readonly a0: number;
  readonly a6: number;
  readonly a7: number;
  /** The virtual mode to go on in: 0 U, 1 S. */
  readonly mode: number;
  /** The virtual interrupt-enable flag to go on with: 0 masked, 1 enabled. */
  readonly enabled: number;
}
