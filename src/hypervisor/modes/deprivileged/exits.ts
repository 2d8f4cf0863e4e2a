/**
 * Why a guest stopped running and the VMM took over: one value of a discriminated union for each reason, so that whoever
 * handles exits has to handle all of them.
 */
import { Cause, Mode, decode, type Instruction, type Machine, type Stop } from '../../../machine/index.js';
import { HYPERCALL_EXTENSION, VENDOR_SPACE_END } from '../../sockets/hypercall-abi.js';
import type { Vm } from '../../vm/vm.js';

export type Exit =
  /** A word that is no instruction of this machine. */
  | { readonly name: 'illegal instruction'; readonly word: number }
  /** A decoded instruction that the hart refuses in U-mode. */
  | { readonly name: 'privileged instruction'; readonly instruction: Instruction }
  /** ECALL from a process of the guest: for the guest's kernel. */
  | { readonly name: 'system call' }
  /** ECALL from the guest's kernel, asking its SBI. */
  | { readonly name: 'SBI call' }
  /** ECALL from the guest's kernel with a number of the SBI's vendor space. */
  | { readonly name: 'hypercall' }
  /** The shadow table has no entry, or not the right that this access needs. The address is guest-virtual. */
  | PageFault
  /** A page fault of an access that leads to a device of the VM, at this guest-physical address. */
  | {
      readonly name: 'device access';
      readonly kind: 'load' | 'store';
      readonly address: number;
      readonly virtualAddress: number;
    }
  /** An exception that is the guest's own affair: breakpoints, misaligned accesses. */
  | { readonly name: 'guest exception'; readonly cause: number; readonly tval: number };

export interface PageFault {
  readonly name: 'page fault';
  readonly kind: 'fetch' | 'load' | 'store';
  readonly address: number;
}

export type ExitName = Exit['name'];

/** How often each kind of exit happened; kinds that did not happen are absent. */
export type ExitCounts = Partial<Record<ExitName, number>>;

/** What a trap of the hart means, given what the guest believes to be and do. */
export function exitOf(trap: Stop & { kind: 'trap' }, vm: Vm, machine: Machine): Exit {
  const tval = trap.tval >>> 0;
  switch (trap.cause) {
    case Cause.IllegalInstruction:
      return refusedWord(vm.wordAtPc(machine));
    case Cause.EcallFromU:
      return environmentCall(vm);
    case Cause.InstructionPageFault:
      return { name: 'page fault', kind: 'fetch', address: tval };
    case Cause.LoadPageFault:
      return { name: 'page fault', kind: 'load', address: tval };
    case Cause.StorePageFault:
      return { name: 'page fault', kind: 'store', address: tval };
    default:
      return { name: 'guest exception', cause: trap.cause, tval };
  }
}

function refusedWord(word: number): Exit {
  const instruction = decode(word);
  return instruction
    ? { name: 'privileged instruction', instruction }
    : { name: 'illegal instruction', word };
}

function environmentCall({ vcpu }: Vm): Exit {
  if (vcpu.mode === Mode.User) {
    return { name: 'system call' };
  }
  const extension = (vcpu.x[17] as number) >>> 0; // a7
  const vendor = extension >= HYPERCALL_EXTENSION && extension <= VENDOR_SPACE_END;
  return { name: vendor ? 'hypercall' : 'SBI call' };
}
