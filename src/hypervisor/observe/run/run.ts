/** What a run of one guest needs, and what it gives: plain data, which can be compared and sent to another process. */
import type { ExitCounts } from '../../accounting/index.js';
import type { Image, Profile } from '../../../machine/index.js';
import type { VmMode } from '../../modes/index.js';
import { supervisorCsrs, type SupervisorCsr, type Vm } from '../../vm/index.js';
import { digest } from '../trace/index.js';

export interface RunOptions {
  readonly mode: 'bare' | VmMode;
  readonly image: Image;
  readonly profile: Profile;
  /** The guest's memory: a whole number of pages. */
  readonly memoryBytes: number;
  /** Guest steps after which the run stops. */
  readonly budget: number;
  /** See VmmOptions. With 1 the machine is smaller; its guest has other machine frames, which some modes show to it. */
  readonly vms?: number;
  /** Record every guest step; see trace.ts. */
  readonly trace?: boolean;
  /** What is typed at the guest's console. */
  readonly input?: string;
  /** The content of its disk, if it has one. */
  readonly disk?: Uint8Array;
}

/** The result of a run. All numbers are unsigned integers; JSON can hold all of it. */
export interface Run {
  /** The name of the mode: 'bare', or that of the VM's mode. */
  readonly mode: string;
  /** How it ended: 'budget', 'finished' (with a code), 'reset', 'idle', or 'ended' (by the VMM, with its reason). */
  readonly stop: { readonly kind: string; readonly code?: number; readonly reason?: string };
  readonly console: string;
  /** Guest steps, and the cycles that they cost by the cost table. The VMM's work is among the cycles. */
  readonly steps: number;
  readonly cycles: number;
  /** VM exits by name; empty on the bare machine. */
  readonly exits: ExitCounts;
  /** Interrupts that the guest took. */
  readonly interrupts: number;
  readonly registers: readonly number[];
  readonly csrs: Readonly<Record<SupervisorCsr, number>>;
  /** The digest of the guest's memory; see digest.ts. */
  readonly memoryDigest: string;
  /** The trace, when one was asked for; see trace.ts. */
  readonly trace?: readonly string[];
}

/** The result of a VM so far. */
export function resultOf(vm: Vm): Run {
  const { vcpu, memory, account, recorder } = vm;
  return {
    mode: vm.mode,
    stop: { ...(vm.end ?? { kind: 'budget' }) },
    console: vm.devices.consoleOutput(),
    steps: vcpu.steps,
    cycles: account.cycles,
    exits: { ...account.exits },
    interrupts: vcpu.interrupts,
    registers: unsigned(vcpu.x),
    csrs: csrValues((name) => vcpu.csr(name)),
    memoryDigest: digest(memory.pages()),
    ...(recorder ? { trace: [...recorder.lines] } : {}),
  };
}

export const unsigned = (x: Int32Array): number[] => [...new Uint32Array(x)];

export function csrValues(read: (name: SupervisorCsr) => number): Record<SupervisorCsr, number> {
  return Object.fromEntries(supervisorCsrs.map((name) => [name, read(name) >>> 0])) as Record<
    SupervisorCsr,
    number
  >;
}
