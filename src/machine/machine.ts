/**
 * The computer: one hart, memory and devices, and the loop that runs it.
 * Privileged specification 1.12, sections 3.1.9 (when interrupts are taken) and 3.3.3 (WFI).
 */
import { Bus } from './bus.js';
import { Clint } from './clint.js';
import { costs, type CostTable } from './cost.js';
import { Counters, NEVER } from './counters.js';
import { Csr, IRQ_M_SOFTWARE, IRQ_M_TIMER } from './csrs.js';
import { createFirmware, type Firmware, type FirmwareKind, type Stop } from './firmware.js';
import { Finisher, type Ending } from './finisher.js';
import { Hart, HART_BYTES, NO_TRAP } from './hart.js';
import { ImageError, type Image } from './image.js';
import { createPredecoder, execute } from './interpreter.js';
import { checkMemorySize, Memory } from './memory.js';
import { RAM_BASE } from './memory-map.js';
import { strict, type Profile } from './profiles.js';
import { nextInterrupt } from './traps.js';
import type { Tracer } from './trace.js';
import { Uart } from './uart.js';

export interface MachineOptions {
  /** Size of RAM: whole pages of 4 KiB, at most 1 GiB. */
  readonly memoryBytes: number;
  /** Default: strict. */
  readonly profile?: Profile;
  /** Who is machine mode; see firmware.ts. Default: 'none', the software that was loaded. */
  readonly firmware?: FirmwareKind;
  /** Default: the published table in cost.ts. */
  readonly costs?: CostTable;
}

/** A slice is at most this long, so that its length stays a small integer. */
const LONGEST_SLICE = 2 ** 30;

export class Machine {
  readonly memory: Memory;
  readonly hart: Hart;
  readonly uart = new Uart();
  readonly clint: Clint;
  readonly #counters: Counters;
  readonly #firmware: Firmware;
  readonly #predecoder = createPredecoder();
  #ending: Ending | undefined;

  /** RangeError for a size of memory that cannot be. */
  constructor(options: MachineOptions) {
    const memoryBytes = checkMemorySize(options.memoryBytes);
    const buffer = new ArrayBuffer(memoryBytes + HART_BYTES);
    const end = (ending: Ending) => {
      this.#ending ??= ending;
    };
    this.#counters = new Counters(options.costs ?? costs);
    this.clint = new Clint(this.#counters);
    this.memory = new Memory(buffer, memoryBytes);
    this.hart = new Hart(buffer, memoryBytes, {
      memory: this.memory,
      bus: new Bus([this.uart, this.clint, new Finisher(end)]),
      counters: this.#counters,
      profile: options.profile ?? strict,
    });
    this.#firmware = createFirmware(options.firmware ?? 'none', this.hart, this.uart, end);
    this.#firmware.start(RAM_BASE);
  }

  /** Attempts to execute an instruction so far, whether it completed or trapped. */
  get steps(): number {
    return this.#counters.steps;
  }

  /** What mtime shows, in ticks: one a step, and those that WFI skipped. */
  get time(): number {
    return this.#counters.time;
  }

  /** What everything so far cost, in cycles of the cost table. */
  get cycles(): number {
    return this.#counters.cycles;
  }

  /** Adds cycles that something outside of the machine cost: a VMM's work. */
  charge(cycles: number): void {
    this.#counters.charge(cycles);
  }

  /** Called with each event while it is set. */
  get trace(): Tracer | undefined {
    return this.hart.trace;
  }
  set trace(tracer: Tracer | undefined) {
    this.hart.trace = tracer;
  }

  /** What the guest has printed so far. */
  consoleOutput(): string {
    return this.uart.output();
  }

  /** Types `text` at the guest's console. */
  pushInput(text: string): void {
    this.uart.pushInput(text);
  }

  /** Copies a program into memory and resets the hart to its start. ImageError where it does not fit. */
  load(image: Image): void {
    for (const { address, bytes, memoryBytes } of image.segments) {
      if (!this.memory.contains(address, memoryBytes)) {
        throw new ImageError(outsideMemory(address, memoryBytes, this.memory));
      }
      const offset = address - this.memory.base;
      this.memory.bytes.fill(0, offset, offset + memoryBytes);
      this.memory.bytes.set(bytes, offset);
    }
    this.#ending = undefined;
    this.#firmware.start(image.entry);
    const tohost = image.symbols['tohost'];
    this.hart.watchOffset =
      tohost !== undefined && this.memory.contains(tohost, 4) ? tohost - this.memory.base : -1;
  }

  /**
   * Runs for at most `maxSteps` steps and says why it stopped. Never throws, whatever the guest does; only a
   * `maxSteps` that is no number is a RangeError. Running on after 'finished' or 'reset' stops again at once; after 'idle' it goes on behind the WFI.
   */
  run(maxSteps: number): Stop {
    const { hart } = this;
    if (Number.isNaN(maxSteps)) {
      throw new RangeError('maxSteps is NaN: it must be a number of steps');
    }
    let left = Math.floor(maxSteps);
    for (;;) {
      if (this.#ending !== undefined) {
        return this.#ending;
      }
      if (hart.waiting && !this.#wait()) {
        return { kind: 'idle' };
      }
      if (left <= 0) {
        return { kind: 'budget' };
      }
      const deadline = this.#updateInterrupts();
      const interrupt = nextInterrupt(hart);
      if (interrupt !== undefined) {
        const stop = this.#firmware.deliver(interrupt, 0);
        if (stop !== undefined) {
          return stop;
        }
        continue;
      }
      const attempts = execute(hart, this.#predecoder, Math.min(left, deadline - this.time, LONGEST_SLICE));
      const stop = this.#afterSlice(attempts);
      if (stop !== undefined) {
        return stop;
      }
      left -= attempts;
    }
  }

  /** Books the steps, delivers the exception if there was one. */
  #afterSlice(attempts: number): Stop | undefined {
    const { hart } = this;
    const { trapCause, trapValue } = hart;
    hart.trapCause = NO_TRAP;
    hart.attention = false;
    hart.interrupted = false;
    this.#checkTohost();
    if (trapCause === NO_TRAP) {
      this.#counters.settle(attempts);
      return undefined;
    }
    // Until it is known who gets the trap, the attempt is not counted: a VMM decides whether its guest sees a step.
    this.#counters.settle(attempts - 1);
    const stop = this.#firmware.deliver(trapCause, trapValue);
    if (stop === undefined || stop.kind === 'stuck') {
      this.#counters.settle(1);
      this.#counters.countException();
    }
    return stop;
  }

  /** Brings the interrupt lines up to date. Returns when they next change by themselves, as a time. */
  #updateInterrupts(): number {
    const { values } = this.hart.csr;
    const { time } = this.#counters;
    const { mtimecmp, softwareInterrupt } = this.clint;
    const lines = (time >= mtimecmp ? 1 << IRQ_M_TIMER : 0) | (softwareInterrupt ? 1 << IRQ_M_SOFTWARE : 0);
    values[Csr.mip] = (values[Csr.mip]! & ~MACHINE_LINES) | lines;
    this.#firmware.updateTimer(time);
    return earliestAfter(time, mtimecmp, this.#firmware.timer);
  }

  /** Waits for an enabled interrupt, for no step but all the time that it takes. False if none can ever come. */
  #wait(): boolean {
    const { hart } = this;
    hart.waiting = false;
    this.#updateInterrupts();
    const enabled = hart.csr.values[Csr.mie]!;
    if ((hart.csr.values[Csr.mip]! & enabled) !== 0) {
      return true;
    }
    const machineTimer = (enabled & (1 << IRQ_M_TIMER)) !== 0 ? this.clint.mtimecmp : Infinity;
    const wake = earliestAfter(this.time, machineTimer, this.#firmware.wakingTimer());
    if (wake >= NEVER) {
      return false;
    }
    this.#counters.setTime(wake);
    return true;
  }

  /** An ELF's `tohost`, as on Spike: an odd value ends the run, with the exit code above the lowest bit. */
  #checkTohost(): void {
    const { watchOffset } = this.hart;
    const value = watchOffset < 0 ? 0 : this.memory.words[watchOffset >> 2]!;
    if ((value & 1) !== 0) {
      this.#ending ??= { kind: 'finished', code: value >>> 1 };
    }
  }
}

const MACHINE_LINES = (1 << IRQ_M_TIMER) | (1 << IRQ_M_SOFTWARE);

/** The earlier of two deadlines that lie ahead; Infinity where none does. */
function earliestAfter(time: number, first: number, second: number): number {
  return Math.min(first > time ? first : Infinity, second > time ? second : Infinity);
}

function outsideMemory(address: number, size: number, memory: Memory): string {
  const hex = (value: number) => `0x${value.toString(16)}`;
  const range = `${hex(memory.base)} to ${hex(memory.base + memory.size)}`;
  return `the program's ${size} bytes at ${hex(address)} do not fit into memory (${range}); link it there, or give the machine more memory`;
}
