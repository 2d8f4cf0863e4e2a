/** One virtual machine: its vCPU, its memory, its devices, its meter, and how it ended. */
import {
  Csr,
  isCompressed,
  Mode,
  PAGE_BYTES,
  SSTATUS_MXR,
  SSTATUS_SUM,
  type Machine,
} from '../../machine/index.js';
import { VirtualDevices } from './devices.js';
import type { ExitCounts, ExitName } from '../modes/deprivileged/exits.js';
import type { GuestMemory } from './guest-memory.js';
import type { ShadowTables } from '../memory/shadow-tables.js';
import type { TraceRecorder } from '../observe/trace.js';
import { ParaState } from '../modes/para/para-state.js';
import { Vcpu } from './vcpu.js';

/** The modes of the hypervisor in which a VM can run. `bare` is not among them: that is a machine without a VMM. */
export type VmMode = 'full/trap-and-emulate' | 'para';

/** Why a VM runs no more. */
export type VmEnd =
  /** The guest ended itself: with an exit code, 0 for success. */
  | { readonly kind: 'finished'; readonly code: number }
  /** The guest asked for a reset. */
  | { readonly kind: 'reset' }
  /** The guest sleeps, and nothing can ever wake it. */
  | { readonly kind: 'idle' }
  /** The VMM ended it. */
  | { readonly kind: 'ended'; readonly reason: string };

/** Kernel or user, SUM, MXR. */
const CONTEXTS = 8;

export class Vm {
  readonly vcpu = new Vcpu();
  readonly devices = new VirtualDevices();
  readonly exits: ExitCounts = {};
  /** Cycles of the machine that went into this VM: its own instructions, and what the VMM did for it. */
  cycles = 0;
  end: VmEnd | undefined;
  /** The VM gives the rest of its turn away. */
  yielded = false;
  /** Page faults filled since the guest's last step; see MAX_FILLS. */
  fills = 0;
  trace: TraceRecorder | undefined;

  /** `para` mode only: what the guest and the VMM share. */
  readonly para: ParaState | undefined;

  constructor(
    readonly id: number,
    readonly mode: VmMode,
    readonly memory: GuestMemory,
    readonly shadow: ShadowTables,
  ) {
    if (mode !== 'para') {
      return;
    }
    const sharedInfo = memory.base + memory.size - PAGE_BYTES;
    this.para = new ParaState(this.vcpu, memory, sharedInfo);
    this.vcpu.x[11] = sharedInfo; // a1: this is how the guest learns of it
    this.vcpu.writeCsr(Csr.sstatus, SSTATUS_SUM); // its kernel may use its processes' pages
  }

  count(exit: ExitName, by = 1): void {
    const count = (this.exits[exit] ?? 0) + by;
    if (count === 0) {
      delete this.exits[exit];
    } else {
      this.exits[exit] = count;
    }
  }

  /** An exit that was metered under one name turns out to be another. */
  recount(from: ExitName, to: ExitName): void {
    this.count(from, -1);
    this.count(to);
  }

  /** The first reason counts. */
  finish(end: VmEnd): void {
    this.end ??= end;
  }

  /** So many instructions have retired; `pc` itself has been moved by whoever executed them. */
  retire(count = 1): void {
    this.step(count);
    this.vcpu.retired += count;
  }

  /** So many attempts to execute an instruction, as the guest counts them. */
  step(count = 1): void {
    this.vcpu.steps += count;
    this.vcpu.time += count;
    this.fills = 0;
  }

  /** What the hart's satp is while this guest runs. Every context of every VM has an ASID, so the TLB keeps them apart. */
  satp(): number {
    const context = this.context();
    return this.shadow.satp(context, this.id * CONTEXTS + context);
  }

  /** The instruction that the hart has just tried, and therefore can fetch. */
  wordAtPc({ memory }: Machine): number {
    const { pc } = this.vcpu;
    const half = (at: number) => {
      const address = this.shadow.lookup(this.context(), at);
      if (address === undefined) {
        throw new Error(`no shadow entry for pc 0x${pc.toString(16)}`);
      }
      return memory.read16(address);
    };
    const low = half(pc);
    return isCompressed(low) ? low : ((half((pc + 2) >>> 0) << 16) | low) >>> 0; // the halves may lie in two pages
  }

  /** Which of the guest's views of its memory holds now; each has a shadow table of its own. */
  context(): number {
    const sstatus = this.vcpu.readCsr(Csr.sstatus);
    const supervisor = this.vcpu.mode === Mode.Supervisor;
    return (
      (supervisor ? 1 : 0) | (supervisor && sstatus & SSTATUS_SUM ? 2 : 0) | (sstatus & SSTATUS_MXR ? 4 : 0)
    );
  }
}
