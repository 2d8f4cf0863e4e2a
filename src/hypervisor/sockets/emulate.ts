/**
 * The socket of exercise 08: trap and emulate (lecture: Full Virtualization).
 *
 * The guest's kernel believes that it runs in S-mode. In truth it runs in U-mode, where its privileged instructions trap as
 * illegal instructions. For each of them the VMM calls the part. The part does to the vCPU what the hardware would have done
 * to the hart. (Popek and Goldberg 1974; RISC-V privileged specification 1.12, chapter 4.)
 */
import type { Instruction } from '../../machine/index.js';

/** The part. `instruction` is decoded, and legal in some mode. A word that is not an instruction never reaches the part. */
export type EmulatePart = (vcpu: VcpuFacade, instruction: Instruction) => Outcome;

/** One vCPU, as far as emulation needs it. All values are unsigned 32-bit integers, 0 … 0xffff_ffff. */
export interface VcpuFacade {
  /** The mode that the guest believes to be in: Mode.Supervisor (1) for its kernel, Mode.User (0) for its processes. */
  mode(): number;
  /** The guest-virtual address of the instruction that trapped. */
  pc(): number;
  /** General register 0 … 31; register 0 reads as 0. */
  readRegister(number: number): number;
  /** Writes a general register; as on hardware, a write to register 0 does nothing. */
  writeRegister(number: number, value: number): void;
  /**
   * What is stored for a supervisor CSR: sstatus, sie, stvec, scounteren, senvcfg, sscratch, sepc, scause, stval, sip or satp.
   * @throws RangeError for any other number
   */
  readCsr(number: number): number;
  /**
   * Stores 32 bits in a supervisor CSR, exactly as given. The part must know which bits exist and which of them a write changes.
   * @throws RangeError for any other number
   */
  writeCsr(number: number, value: number): void;
  /** What a counter of the guest shows now: a whole number below 2 ** 53. The low and the high CSR are its two halves. */
  counter(name: 'cycle' | 'time' | 'instret'): number;
  /** The guest's address translation has changed (a write to satp, SFENCE.VMA): the VMM forgets what it has cached. */
  translationsChanged(): void;
}

/** How the guest goes on after the instruction. */
export type Outcome =
  /** The instruction is done: go on with the next one. */
  | { readonly kind: 'advance' }
  /** Go on at `pc`, a guest-virtual address, in the virtual `mode` (0 U, 1 S). For returns from traps. */
  | { readonly kind: 'jump'; readonly pc: number; readonly mode: number }
  /** The guest's own kernel gets an exception, with this cause (see Cause) and this value in stval. The VMM enters the trap. */
  | { readonly kind: 'inject'; readonly cause: number; readonly tval: number }
  /** As advance, but first the guest sleeps until an interrupt that it has enabled is pending. */
  | { readonly kind: 'wait' };

export const advance = (): Outcome => ({ kind: 'advance' });
export const jumpTo = (pc: number, mode: number): Outcome => ({ kind: 'jump', pc, mode });
export const inject = (cause: number, tval: number): Outcome => ({ kind: 'inject', cause, tval });
export const wait = (): Outcome => ({ kind: 'wait' });
