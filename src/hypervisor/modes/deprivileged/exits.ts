/**
 * Why a guest whose kernel runs deprivileged stopped running and the VMM took over. Each reason is one value of a
 * discriminated union, so a table of handlers must have one for each.
 */
import { Cause, Mode, REG_A7, causeName, decode, hex, type Instruction } from '../../../machine/index.js';
import type { ExitName } from '../../accounting/index.js';
import type { Trap } from '../../cpu/index.js';
import { HYPERCALL_EXTENSION, VENDOR_SPACE_END } from '../../sockets/index.js';
import type { Vcpu } from '../../vm/index.js';

export type Exit =
  /** The word is not an instruction of this machine. */
  | { readonly name: 'illegal instruction'; readonly word: number }
  /** The hart refuses this instruction in U-mode. */
  | { readonly name: 'privileged instruction'; readonly instruction: Instruction }
  /** ECALL from a process of the guest. The guest's kernel handles it. */
  | { readonly name: 'system call' }
  /** ECALL from the guest's kernel to its SBI. */
  | { readonly name: 'SBI call' }
  /** ECALL from the guest's kernel with a number of the SBI's vendor space. */
  | { readonly name: 'hypercall' }
  /** The shadow page table has no entry, or its entry does not allow this access. The address is guest-virtual. */
  | PageFault
  /** The access leads to a device of the VM, at this guest-physical address. It begins as a page fault. */
  | {
      readonly name: 'device access';
      readonly kind: 'load' | 'store';
      readonly address: number;
      readonly virtualAddress: number;
    }
  /** An exception that only the guest's kernel can handle: a breakpoint, a misaligned access. */
  | { readonly name: 'guest exception'; readonly cause: number; readonly tval: number };

export interface PageFault {
  readonly name: 'page fault';
  readonly kind: 'fetch' | 'load' | 'store';
  readonly address: number;
}

/**
 * What is done about each kind of exit. A handler completes the guest's instruction, gives the guest a trap, or ends the VM. It returns
 * the name of the exit if it turned out to be another.
 */
export type Handlers<Guest> = {
  readonly [Name in Exit['name']]: (
    guest: Guest,
    exit: Exit & { readonly name: Name },
  ) => ExitName | undefined | void;
};

/** Calls the handler for `exit`. */
export function handle<Guest>(handlers: Handlers<Guest>, guest: Guest, exit: Exit): ExitName | undefined {
  const handler = handlers[exit.name] as (guest: Guest, exit: Exit) => ExitName | undefined;
  return handler(guest, exit);
}

/**
 * What a trap of the hart means for the guest on this vCPU. `fetchWord` reads the instruction that trapped. Every cause that a program in
 * U-mode can have is here. Another one is a bug of the VMM, and throws: the guest must not get a trap for it.
 */
export function exitOf(trap: Trap, vcpu: Vcpu, fetchWord: () => number): Exit {
  const tval = trap.tval >>> 0;
  switch (trap.cause) {
    case Cause.IllegalInstruction:
      return refusedWord(fetchWord());
    case Cause.EcallFromU:
      return environmentCall(vcpu);
    case Cause.InstructionPageFault:
      return { name: 'page fault', kind: 'fetch', address: tval };
    case Cause.LoadPageFault:
      return { name: 'page fault', kind: 'load', address: tval };
    case Cause.StorePageFault:
      return { name: 'page fault', kind: 'store', address: tval };
    case Cause.Breakpoint:
    case Cause.InstructionMisaligned:
    case Cause.LoadMisaligned:
    case Cause.StoreMisaligned:
      return { name: 'guest exception', cause: trap.cause, tval };
    default: // an access fault too: shadow page tables lead to memory alone
      throw new Error(
        `the hart trapped with ${causeName(trap.cause)} (tval ${hex(tval)}) at ${hex(vcpu.pc)}, which no guest can cause`,
      );
  }
}

function refusedWord(word: number): Exit {
  const instruction = decode(word);
  return instruction
    ? { name: 'privileged instruction', instruction }
    : { name: 'illegal instruction', word };
}

function environmentCall(vcpu: Vcpu): Exit {
  if (vcpu.mode === Mode.User) {
    return { name: 'system call' };
  }
  const extension = (vcpu.x[REG_A7] as number) >>> 0;
  const vendor = extension >= HYPERCALL_EXTENSION && extension <= VENDOR_SPACE_END;
  return { name: vendor ? 'hypercall' : 'SBI call' };
}
