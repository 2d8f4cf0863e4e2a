/** A mode is a way to run a guest. The modes stand in modes/, a room each; here is what the VMM asks of them. */
import type { Stop } from '../../machine/index.js';
import type { Vm } from '../vm/index.js';
import type { VmmServices } from './vmm-services.js';

export interface ExecutionMode {
  /** As users write it. */
  readonly name: string;
  /**
   * Prepares the guest of a VM for its first instruction: what its boot protocol says of registers. The program is in memory.
   * `tableFrames`: machine frames for the page tables that the hardware walks while this guest runs.
   */
  boot(vm: Vm, services: VmmServices, tableFrames: readonly number[]): Guest;
}

/** The guest of one VM, with what its mode keeps about it. */
export interface Guest {
  readonly vm: Vm;
  /** To be called before each guest instruction that could notice: what is due becomes pending, and is delivered if allowed. */
  deliverEvents(): void;
  /** Puts the guest's state onto the hart, so that the hart can run it. */
  load(): void;
  /** Takes back from the hart what the guest's instructions have changed. */
  save(): void;
  /** The hart has trapped while it ran this guest. Counts the VM exit and handles it; the guest can then be entered again. */
  handleTrap(trap: Trap): void;
  /** The VM is gone: nothing of its guest stays on the hart. */
  remove(): void;
}

/** What the machine says of a trap that leads to the VMM. */
export type Trap = Stop & { readonly kind: 'trap' };
