/** One virtual machine: its vCPU, memory, devices and account, and how it ended. Its mode (modes/) knows how to run its guest. */
import { Account } from '../accounting/index.js';
import type { GuestMemory } from './guest-memory.js';
import type { StepRecorder } from './step-recorder.js';
import { Vcpu } from './vcpu.js';
import { VirtualDevices } from './devices.js';

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

export class Vm {
  readonly vcpu = new Vcpu();
  readonly devices = new VirtualDevices();
  readonly account = new Account();
  #end: VmEnd | undefined;
  /** The VM gives the rest of its slice away. */
  yielded = false;
  /** Is told of each guest step, if there is one. The guest then runs one step at a time. */
  recorder: StepRecorder | undefined;

  constructor(
    /** The VM's number, from 0 upwards. */
    readonly id: number,
    /** The name of the mode in which its guest runs. */
    readonly mode: string,
    readonly memory: GuestMemory,
  ) {}

  /** How the VM ended; undefined while it can still run. */
  get end(): VmEnd | undefined {
    return this.#end;
  }

  /** The VM runs no more. The first reason counts. */
  finish(end: VmEnd): void {
    this.#end ??= end;
  }
}
