/** A program that was booted: on a bare machine, or in a virtual machine. `hyperlab run` treats both alike. */
import { Csr, IRQ_M_EXTERNAL, IRQ_S_EXTERNAL } from '../../../src/machine/index.js';
import type { Machine, Standstill, Stop, Tracer } from '../../../src/machine/index.js';
import type { Computer } from '../keyboard/index.js';

/** Why a run stopped. `ended`: the VMM has ended the VM. */
export type BootedStop = Stop | Standstill | { readonly kind: 'ended'; readonly reason: string };

export interface Booted extends Computer {
  /** The address of the guest's next instruction, on its first hart. */
  readonly pc: number;
  /** How the guest at the terminal has ended, while other guests still run; undefined: it has not, or there are no others. */
  readonly end: BootedStop | undefined;
  readonly memory: GuestBytes;
  /** From now on `tracer` is told what the program does. Returns the function that ends it. */
  trace(tracer: Tracer): () => void;
  run(maxSteps: number): BootedStop;
  /** Runs for a few thousand steps, and tells whether anything can still happen, if it can find out. */
  look(): BootedStop;
  /** What was printed at other consoles since the last call. */
  takeOtherOutput(): Uint8Array;
  /** Lines to print after the run. */
  report(): readonly string[];
}

/** Memory by the guest's physical addresses. */
export interface GuestBytes {
  contains(address: number, size: number): boolean;
  readBytes(address: number, length: number): Uint8Array;
}

const EXTERNAL = (1 << IRQ_M_EXTERNAL) | (1 << IRQ_S_EXTERNAL);

export class BareMachine implements Booted {
  readonly #machine: Machine;
  readonly end = undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  get uart() {
    return this.#machine.uart;
  }
  get time(): number {
    return this.#machine.time;
  }
  get steps(): number {
    return this.#machine.steps;
  }
  get pc(): number {
    return this.#machine.hart.pc;
  }
  get memory(): GuestBytes {
    return this.#machine.memory;
  }
  get takesInterrupts(): boolean {
    return this.#machine.harts.some((hart) => (hart.readCsr(Csr.mie) & EXTERNAL) !== 0);
  }
  trace(tracer: Tracer): () => void {
    this.#machine.trace = tracer;
    return () => {
      this.#machine.trace = undefined;
    };
  }
  run(maxSteps: number): Stop {
    return this.#machine.run(maxSteps);
  }
  look(): Stop | Standstill {
    return this.#machine.look();
  }
  takeOtherOutput(): Uint8Array {
    return new Uint8Array();
  }
  report(): readonly string[] {
    return [];
  }
}
