/** A mode is a way to run a guest. The modes stand in modes/, a room each; here is what the VMM asks of them. */
import type { Stop } from '../../machine/index.js';
import type { ExitName } from '../accounting/index.js';
import type { Vcpu, Vm } from '../vm/index.js';
import type { VmmServices } from './vmm-services.js';

export interface ExecutionMode {
  /** As users write it. */
  readonly name: string;
  /** Whether it needs the hypervisor extension, which only the profile `assisted` has. Default: false. */
  readonly needsExtension?: boolean;
  /** The most vCPUs that a VM in this mode can have. */
  readonly maxVcpus: number;
  /** Bytes at the end of the VM's memory that belong to the mode: the device tree does not offer them. Default: 0. */
  readonly reservedBytes?: number;
  /**
   * Prepares the guest of a VM for its first instruction: what its boot protocol says of registers. The program is in memory.
   * `tableFrames`: machine frames for the page tables that the hardware walks while this guest runs. Returns what runs the guest on
   * each vCPU of the VM.
   */
  boot(vm: Vm, services: VmmServices, tableFrames: readonly number[]): readonly Guest[];
  /** For tests: looks whether what the mode keeps about machine frames is right. Returns what is wrong, a line each. */
  audit?(services: VmmServices): readonly string[];
}

/** The guest of a VM on one vCPU, with what its mode keeps about it. */
export interface Guest {
  readonly vm: Vm;
  readonly vcpu: Vcpu;
  /** The most steps that the guest may make now before the VMM must look again. Default: no limit. */
  readonly stepLimit?: number;
  /** To be called before each guest instruction that could notice: what is due becomes pending, and is delivered if allowed. */
  deliverEvents(): void;
  /** What is due becomes pending. Returns whether an event is pending that ends a sleep. */
  isAwake(): boolean;
  /** The guest time at which a timer or a device ends a sleep, later than now; Infinity when none does. */
  wakeTime(): number;
  /** Puts the guest's state onto the hart, so that the hart can run it. */
  load(): void;
  /** Takes back from the hart what the guest's instructions have changed. */
  save(): void;
  /** The hart has trapped while it ran this guest. Handles the VM exit and says which one it was; the guest can then be entered again. */
  handleTrap(trap: Trap): ExitName;
  /** The VMM wants the VM to have this many pages of memory. Absent: the mode's guests know nothing of such wishes. */
  setMemoryTarget?(pages: number): void;
  /**
   * How many pages the VM has used since the last call, estimated from a sample of `size` pages; a new sample begins, which the seed
   * chooses. Undefined at the first call. Absent where setMemoryTarget is.
   */
  sampleMemory?(seed: number, size: number): number | undefined;
  /** The VM is gone: nothing of its guest stays on the hart. */
  remove(): void;
}

/** What the machine says of a trap that leads to the VMM. */
export type Trap = Stop & { readonly kind: 'trap' };
