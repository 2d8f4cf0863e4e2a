/** What a trap means that has left VS-mode or VU-mode and that the hardware did not give to the guest. */
import { Cause, causeName, hex } from '../../../machine/index.js';
import type { Trap } from '../../cpu/index.js';
import type { TwoStageAddressSpace } from '../../memory/index.js';
import type { GuestPageFault } from '../../sockets/index.js';
import type { Vcpu } from '../../vm/index.js';
import type { GuestOnVcpu } from '../common/index.js';

/** A guest that is run by this mode. */
export interface AssistedGuest extends GuestOnVcpu {
  readonly space: TwoStageAddressSpace;
}

export type Exit =
  /** ECALL from the guest's kernel to its SBI. */
  | { readonly name: 'SBI call' }
  | GStageFault
  /** An instruction that HS-mode could execute, and this guest may not: it waits, reads a counter, or is a process. */
  | { readonly name: 'virtual instruction'; readonly word: number }
  /** An exception of the guest that was not delegated. The names say what it cost. */
  | {
      readonly name: 'system call' | 'illegal instruction' | 'page fault' | 'guest exception';
      readonly cause: number;
      readonly tval: number;
    };

/** The G-stage table has no entry, or its entry does not allow this access. */
export interface GStageFault extends GuestPageFault {
  readonly name: 'guest-page fault';
  /** Guest-virtual: what the guest's kernel sees in stval, if it gets a fault. */
  readonly virtualAddress: number;
  /** What htinst says of the instruction; 0 for a walk and a fetch. */
  readonly instruction: number;
}

/** Another cause is a bug of the VMM, and throws: the guest must not get a trap for it. */
export function exitOf({ cause, tval, guest }: Trap, { pc }: Vcpu): Exit {
  switch (cause) {
    case Cause.EcallFromVS:
      return { name: 'SBI call' };
    case Cause.VirtualInstruction:
      return { name: 'virtual instruction', word: tval >>> 0 };
    case Cause.EcallFromU:
      return { name: 'system call', cause, tval };
    case Cause.IllegalInstruction:
      return { name: 'illegal instruction', cause, tval };
    case Cause.InstructionPageFault:
    case Cause.LoadPageFault:
    case Cause.StorePageFault:
      return { name: 'page fault', cause, tval };
    case Cause.Breakpoint:
    case Cause.InstructionMisaligned:
    case Cause.LoadMisaligned:
    case Cause.StoreMisaligned:
      return { name: 'guest exception', cause, tval };
  }
  const fault = guest && guestPageFault(cause, tval >>> 0, guest.guestPhysical, guest);
  if (fault === undefined) {
    // An access fault too: the G-stage table leads to memory of the guest alone.
    throw new Error(
      `the hart trapped with ${causeName(cause)} (tval ${hex(tval)}) at ${hex(pc)}, which no guest can cause`,
    );
  }
  return fault;
}

/** Undefined when `cause` is no guest-page fault. Its pseudoinstruction says that the walk of the guest's own table has faulted. */
export function guestPageFault(
  cause: number,
  virtualAddress: number,
  guestPhysical: number,
  { instruction = 0, pseudoinstruction = instruction }: { instruction?: number; pseudoinstruction?: number },
): GStageFault | undefined {
  const kind = kinds[cause];
  return (
    kind && {
      name: 'guest-page fault',
      kind,
      address: guestPhysical,
      byWalk: pseudoinstruction === READ_OF_ENTRY || pseudoinstruction === WRITE_OF_ENTRY,
      virtualAddress,
      instruction,
    }
  );
}

/** In htinst: the hardware has read, or marked, an entry of the guest's table (section 8.6.3, table 8.12). */
const READ_OF_ENTRY = 0x2000;
const WRITE_OF_ENTRY = 0x2020;

const kinds: Readonly<Partial<Record<number, GuestPageFault['kind']>>> = {
  [Cause.InstructionGuestPageFault]: 'fetch',
  [Cause.LoadGuestPageFault]: 'load',
  [Cause.StoreGuestPageFault]: 'store',
};
