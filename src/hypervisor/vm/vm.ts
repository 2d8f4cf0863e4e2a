/** One virtual machine: its vCPUs, memory, devices and account, and how it ended. Its mode (modes/) knows how to run its guest. */
import type { Tohost, TrapInLoop } from '../../machine/index.js';
import { Account } from '../accounting/index.js';
import { VirtualDevices, type DeviceOptions } from './devices.js';
import type { GuestMemory } from './guest-memory.js';
import type { StepRecorder } from './step-recorder.js';
import { Vcpu } from './vcpu.js';
import { VirtualClock } from './virtual-clock.js';

/** Why a VM runs no more. */
export type VmEnd =
  /** The guest ended itself: with an exit code, 0 for success. */
  | { readonly kind: 'finished'; readonly code: number }
  /** The guest asked for a reset. */
  | { readonly kind: 'reset' }
  /** The guest sleeps, and nothing in this world can wake it. Whoever owns the VM can: see Vm.resume. */
  | { readonly kind: 'idle' }
  /** The guest runs, but goes round for ever in a loop that changes nothing, in which it raises this exception, if any. */
  | { readonly kind: 'standstill'; readonly trap?: TrapInLoop }
  /** The VMM ended it. */
  | { readonly kind: 'ended'; readonly reason: string };

export class Vm {
  readonly clock = new VirtualClock();
  readonly vcpus: readonly Vcpu[];
  /** The first vCPU. It is the only one unless the options ask for more. */
  readonly vcpu: Vcpu;
  readonly devices: VirtualDevices;
  readonly account = new Account();
  /** Its disk, if it has one. */
  readonly disk: Uint8Array | undefined;
  #end: VmEnd | undefined;
  /** The word by which its program ends the run, if it has one. */
  tohost: Tohost | undefined;
  /** Another VM can wake it, or write to memory that both have: so a loop that changes nothing may still end. */
  hasPartners = false;
  /** The VM gives the rest of its slice away. */
  yielded = false;
  /** Is told of each step of the first vCPU, if there is one. That vCPU then runs one step at a time. */
  recorder: StepRecorder | undefined;

  constructor(
    /** The VM's number, from 0 upwards. */
    readonly id: number,
    /** The name of the mode in which its guest runs. */
    readonly mode: string,
    readonly memory: GuestMemory,
    options: DeviceOptions = {},
  ) {
    this.vcpus = Array.from({ length: options.vcpus ?? 1 }, (_, index) => new Vcpu(index, this.clock));
    this.vcpu = this.vcpus[0]!;
    this.disk = options.disk;
    this.devices = new VirtualDevices(memory, this.clock, options, (end) => this.finish(end));
    const { uart } = this.devices;
    const announce = uart.onInput; // tells the board's other devices
    uart.onInput = () => {
      announce?.();
      this.resume();
    };
  }

  /** The steps of all its vCPUs. */
  get steps(): number {
    return this.vcpus.reduce((sum, { steps }) => sum + steps, 0);
  }

  /** How the VM ended; undefined while it can still run. */
  get end(): VmEnd | undefined {
    return this.#end;
  }

  /** The VM runs no more. The first reason counts. */
  finish(end: VmEnd): void {
    this.#end ??= end;
  }

  /**
   * Something has happened outside, such as new input: a VM that has ended because nothing could happen in it goes on, as the bare
   * machine does.
   */
  resume(): void {
    if (this.#end?.kind === 'idle' || this.#end?.kind === 'standstill') {
      this.#end = undefined;
    }
  }
}
