/** What a run of one guest is asked for, and what comes of it: plain data that can be compared and sent elsewhere. */
import type { Image, Profile } from '../../machine/index.js';
import { digest } from './digest.js';
import type { ExitCounts } from '../modes/deprivileged/exits.js';
import { supervisorCsrs, type SupervisorCsr } from '../vm/vcpu.js';
import type { Vm, VmMode } from '../vm/vm.js';

export interface RunOptions {
  readonly mode: 'bare' | VmMode;
  readonly image: Image;
  readonly profile: Profile;
  /** The guest's memory: a whole number of pages. */
  readonly memoryBytes: number;
  /** Guest steps after which the run is stopped. */
  readonly budget: number;
  /** Record every guest step; see trace.ts. */
  readonly trace?: boolean;
  /** What is typed at the guest's console. */
  readonly input?: string;
}

/** What came of a run. All numbers are unsigned integers; JSON can hold all of it. */
export interface Run {
  readonly mode: RunOptions['mode'];
  /** How it ended: 'budget', 'finished' (with a code), 'reset', 'idle', or 'ended' (by the VMM, with its reason). */
  readonly stop: { readonly kind: string; readonly code?: number; readonly reason?: string };
  readonly console: string;
  /** Guest steps, and what they cost in cycles of the cost table, with all that a VMM did. */
  readonly steps: number;
  readonly cycles: number;
  /** VM exits by name; empty on the bare machine. */
  readonly exits: ExitCounts;
  /** Interrupts that the guest took. */
  readonly interrupts: number;
  readonly registers: readonly number[];
  readonly csrs: Readonly<Record<SupervisorCsr, number>>;
  /** Of the guest's memory, as digest.ts computes it. */
  readonly memoryDigest: string;
  readonly trace?: readonly string[];
}

/** What has come of a VM so far. */
export function resultOf(vm: Vm): Run {
  const { vcpu, memory } = vm;
  return {
    mode: vm.mode,
    stop: { ...(vm.end ?? { kind: 'budget' }) },
    console: vm.devices.consoleOutput(),
    steps: vcpu.steps,
    cycles: vm.cycles,
    exits: { ...vm.exits },
    interrupts: vcpu.interrupts,
    registers: unsigned(vcpu.x),
    csrs: csrValues((name) => vcpu.csr(name)),
    memoryDigest: digest(memory.readBytes(memory.base, memory.size)),
    ...(vm.trace ? { trace: [...vm.trace.lines] } : {}),
  };
}

export const unsigned = (x: Int32Array): number[] => Array.from(x, (value) => value >>> 0);

export function csrValues(read: (name: SupervisorCsr) => number): Record<SupervisorCsr, number> {
  return Object.fromEntries(supervisorCsrs.map((name) => [name, read(name) >>> 0])) as Record<
    SupervisorCsr,
    number
  >;
}
