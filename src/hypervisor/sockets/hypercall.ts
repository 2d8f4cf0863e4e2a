/**
 * The socket of exercise 13: hypercalls (lecture: Paravirtualization).
 *
 * A paravirtual guest executes no privileged instructions: it asks the VMM. Its kernel executes ECALL, with the call's
 * numbers in a7 and a6 and its arguments in a0 … a5. The answer comes back as from an SBI call: an error code in a0, a value in
 * a1. (Barham et al., "Xen and the Art of Virtualization", SOSP 2003, section 3.2; SBI specification 2.0, chapter 3.)
 */

/** The part: checks one call, carries it out, and answers it. Numbers and error codes: hypercall-abi.ts. */
export type HypercallPart = (call: Hypercall, vm: HypercallFacade) => HypercallResult;

/** The call as the guest made it. Nobody has checked it yet, so all its values may be any 32 bits. */
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
  /** The value that the call returns, an unsigned or signed 32-bit integer; 0 where it returns none. The guest finds it in a1. */
  readonly value: number;
}

/**
 * What the VMM lends to the dispatcher. Each method does at once what it says, and does not check the guest's arguments for
 * the dispatcher. An address outside of the VM's memory, or a value that is no 32-bit integer, is a bug of the dispatcher, and
 * throws a RangeError. Addresses are guest-physical, in bytes. One call of a method is one moment: nobody else writes to
 * memory before it returns.
 */
export interface HypercallFacade {
  /** The VM's number. */
  readonly id: number;
  /** The VM's memory is `memorySize` bytes from `memoryBase` on. The shared-info page is its last page. */
  readonly memoryBase: number;
  readonly memorySize: number;
  /** Reads a 32-bit word (unsigned). @throws RangeError when the address is misaligned or not in the VM's memory */
  readWord(address: number): number;
  /** Writes a 32-bit word. Throws as readWord does. */
  writeWord(address: number, value: number): void;
  /** Copies bytes out of the VM's memory. @throws RangeError when one of them is not in the VM's memory */
  readBytes(address: number, length: number): readonly number[];

  /** Puts bytes (0 … 255) on the VM's console. */
  consoleWrite(bytes: readonly number[]): void;
  /**
   * From now on, traps and interrupts of the guest go to `entry`. If they come from user mode, sp becomes `stack`; else sp
   * stays as it is. Both are guest-virtual addresses.
   */
  setCallback(entry: number, stack: number): void;
  /** From now on, addresses are translated by the Sv32 table at `root`; 0: no translation. Cached translations are forgotten. */
  setPageTable(root: number): void;
  /** Sets the VM's only timer: its event comes when the guest's time is at least `low + high * 2 ** 32` ticks. */
  setTimer(low: number, high: number): void;
  /** The guest has handled a trap: it goes on as the frame says, and sees no result of this call. */
  resume(frame: ReturnFrame): void;
  /** The VM gives the rest of its slice to the other VMs. */
  yield(): void;
  /** The VM sleeps until an event is pending, even one that is masked. */
  block(): void;
  /** The VM ends, with this exit code (0 for success). */
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
