/**
 * The machine: it connects harts, memory, devices and firmware, and has the loop that runs them.
 * Privileged specification 1.12, section 3.1.9 (when interrupts are taken).
 */
import { Board, type Clint, type Ending, type Plic, type Uart } from './devices/index.js';
import { Cache, checkMemorySize, Memory, RAM_BASE } from './memory/index.js';
import { CodePages, type Engine, Interpreter } from './engine/index.js';
import { createHart } from './create-hart.js';
import { Clock } from './csr/index.js';
import { createFirmware, type Firmware } from './firmware/index.js';
import { type Hart, HART_BYTES, nextInterrupt, NO_TRAP } from './hart/index.js';
import { type Image, NOTHING_WATCHED, placeDeviceTree, placeImage, Tohost } from './program/index.js';
import { InterruptLines } from './interrupt-lines.js';
import { checkHarts, type MachineOptions } from './machine-options.js';
import { REG_A1, type Tracer } from './isa/index.js';
import { lookForStandstill, type Standstill } from './standstill.js';
import type { Stop } from './stop.js';
import { TohostWatch } from './tohost-watch.js';
import { Turns } from './turns.js';

/** The most steps in a slice, so that its length is a small integer. */
const LONGEST_SLICE = 2 ** 30;

/**
 * A computer. Its time is its own and passes only in run(). The same program with the same options and the same input
 * does the same in each run.
 */
export class Machine {
  readonly memory: Memory;
  readonly harts: readonly Hart[];
  /** The first hart. It is the only one unless the options ask for more. */
  readonly hart: Hart;
  readonly uart: Uart;
  readonly clint: Clint;
  readonly plic: Plic;
  /** The data cache, with its hits and misses, if the options ask for one. */
  readonly cache: Cache | undefined;
  readonly #clock = new Clock();
  readonly #board: Board;
  readonly #tohost: TohostWatch;
  readonly #engine: Engine;
  readonly #firmware: readonly Firmware[]; // the firmware of each hart
  readonly #interrupts: InterruptLines;
  readonly #turns: Turns;
  readonly #deviceTree: Uint8Array | undefined;
  #ending: Ending | undefined;

  /** RangeError for an impossible size of memory, number of harts, cache or disk. */
  constructor(options: MachineOptions) {
    const memoryBytes = checkMemorySize(options.memoryBytes);
    const count = checkHarts(options.harts ?? 1);
    const buffer = new ArrayBuffer(memoryBytes + count * HART_BYTES);
    const end = (ending: Ending) => {
      this.#ending ??= ending;
    };
    this.memory = new Memory(buffer, memoryBytes);
    this.cache = options.cache && new Cache(options.cache);
    this.#board = new Board(
      this.memory,
      this.#clock,
      { ...options, harts: count, timersOff: (options.firmware ?? 'none') !== 'none' },
      end,
    );
    this.uart = this.#board.uart;
    this.clint = this.#board.clint;
    this.plic = this.#board.plic;
    const code = new CodePages(this.memory, () => {
      this.harts.forEach((hart) => hart.lookasides.forgetStores());
    });
    this.#engine = new Interpreter(code);
    const { memory, cache } = this;
    const shared = { buffer, memory, code, bus: this.#board.bus, clock: this.#clock, cache };
    this.harts = Array.from({ length: count }, (_, id) => createHart(id, shared, options));
    this.hart = this.harts[0]!;
    for (const hart of this.harts) {
      hart.peers = this.harts.filter((other) => other !== hart);
      hart.rivals = hart.peers;
    }
    // The device may have written any word, so all reservations end: SC.W may fail (unprivileged specification, section 8.2).
    this.memory.onDeviceWrite = () => this.harts.forEach((hart) => hart.clearReservation());
    this.#firmware = this.harts.map((hart) =>
      createFirmware(options.firmware ?? 'none', hart, this.uart, end),
    );
    this.#interrupts = new InterruptLines(this.#clock, this.#board, this.#firmware);
    const tohost = new Tohost(memory, (byte) => this.uart.putByte(byte));
    this.#tohost = new TohostWatch(tohost, this.harts, end);
    this.#turns = new Turns(this.harts, this.#clock, this.#interrupts);
    if (options.deviceTree === true) {
      this.#deviceTree = this.#board.describe(memoryBytes, count, this.hart.profile.hypervisor);
    }
    this.#start(RAM_BASE);
  }

  /** The number of attempts to execute an instruction so far. Instructions that trapped count too. */
  get steps(): number {
    return this.#clock.steps;
  }

  /** The value of mtime, in ticks: one for each step, plus the time that WFI skipped. */
  get time(): number {
    return this.#clock.time;
  }

  /** The cost of everything so far, in cycles of the cost table. */
  get cycles(): number {
    let cycles = 0;
    for (let id = 0; id < this.harts.length; id += 1) {
      cycles += this.harts[id]!.counters.cycles; // a plain loop: a VMM asks several times for each entry of a guest
    }
    return cycles;
  }

  /** Adds the cycles of something outside the machine, such as the work of a VMM. */
  charge(cycles: number): void {
    this.hart.counters.charge(cycles);
  }

  /** While it is set, it is called with each event. */
  get trace(): Tracer | undefined {
    return this.hart.trace;
  }
  set trace(tracer: Tracer | undefined) {
    for (const hart of this.harts) {
      hart.trace = tracer;
    }
  }

  /** Everything that was printed so far, in any way. After 4 MiB it ends with a line that says how much is missing. */
  consoleOutput(): string {
    return this.uart.output();
  }

  /** Types `text` on the console. */
  pushInput(text: string): void {
    this.uart.pushInput(text);
  }

  /**
   * Copies a program into memory, and resets the harts and all devices to start it. ImageError if it does not fit. The rest of
   * memory keeps its bytes, as on a real board.
   */
  load(image: Image): void {
    placeImage(this.memory, image);
    this.#ending = undefined;
    this.#board.reset();
    this.#start(image.entry);
    if (this.#deviceTree !== undefined) {
      const address = placeDeviceTree(this.memory, this.#deviceTree, image);
      for (const { x } of this.harts) {
        x[REG_A1] = address;
      }
    }
    const tohost = image.symbols['tohost'];
    this.#tohost.begin(
      tohost !== undefined && this.memory.contains(tohost, 4) ? tohost - this.memory.base : NOTHING_WATCHED,
    );
  }

  /** For a VMM: from now on, a store to this word ends the run, as that to the `tohost` of a program of its own does. */
  watch(tohost: Tohost | undefined): void {
    this.#tohost.replace(tohost);
  }

  #start(entry: number): void {
    for (const firmware of this.#firmware) {
      firmware.start(entry);
    }
    this.#turns.restart();
  }

  /**
   * Runs for at most `maxSteps` steps and returns why it stopped. It never throws, whatever the program does; only a
   * `maxSteps` of NaN is a RangeError. After 'finished' or 'reset' the next run stops again at once. After 'idle' the next
   * run goes on after the WFI.
   */
  run(maxSteps: number): Stop {
    if (Number.isNaN(maxSteps)) {
      throw new RangeError('maxSteps is NaN: it must be a number of steps');
    }
    this.memory.changed();
    return this.resume(maxSteps);
  }

  /**
   * As run(), for an owner that has written to memory only through the methods of Memory since the last run, as a VMM does. Decoded
   * code is then not compared with memory: a VMM enters a guest thousands of times in a second.
   * After `maxCycles` cycles it stops too: a step that traps, or misses the TLB, costs as much as dozens of others. It may run over by
   * an eighth, and by what the last step costs.
   */
  resume(maxSteps: number, maxCycles = Infinity): Stop {
    let left = Math.floor(maxSteps);
    const lastCycle = maxCycles === Infinity ? Infinity : this.cycles + maxCycles;
    for (;;) {
      if (this.#ending !== undefined) {
        return this.#ending;
      }
      const hart = this.#turns.next();
      if (hart === undefined) {
        return { kind: 'idle' };
      }
      const cyclesLeft = lastCycle === Infinity ? Infinity : lastCycle - this.cycles;
      if (left <= 0 || cyclesLeft <= 0) {
        return { kind: 'budget' };
      }
      const deadline = this.#interrupts.update(hart);
      const interrupt = nextInterrupt(hart);
      if (interrupt !== undefined) {
        const stop = this.#interrupt(hart, interrupt);
        if (stop !== undefined) {
          return stop;
        }
        continue;
      }
      const turn = hart.peers.length === 0 ? LONGEST_SLICE : this.#turns.left;
      const steps = Math.min(left, deadline - this.time, turn, this.#tohost.patience);
      const attempts = this.#execute(hart, steps, cyclesLeft);
      const stop = this.#afterSlice(hart, attempts);
      if (stop !== undefined) {
        return stop;
      }
      left -= attempts;
    }
  }

  /** A slice of at most `steps` steps. It ends early when an eighth of `cyclesLeft` was spent on other things than steps. */
  #execute(hart: Hart, steps: number, cyclesLeft: number): number {
    const { counters } = hart;
    counters.setAlarm(cyclesLeft / 8);
    const attempts = this.#engine.execute(hart, Math.min(steps, counters.stepsFor(cyclesLeft)));
    counters.setAlarm(Infinity);
    return attempts;
  }

  /**
   * The first hart takes the interrupt that it would take before its next instruction, if there is one. For an owner that looks at each
   * instruction alone.
   */
  takeInterrupt(): Stop | undefined {
    const { hart } = this;
    this.#interrupts.update(hart);
    const interrupt = nextInterrupt(hart);
    return interrupt === undefined ? undefined : this.#interrupt(hart, interrupt);
  }

  #interrupt(hart: Hart, interrupt: number): Stop | undefined {
    hart.counters.countInterrupt();
    return this.#firmware[hart.id]!.deliver(interrupt, 0);
  }

  /** Does a few thousand steps of run(), and tells whether anything can still happen then: see standstill.ts. */
  look(): Stop | Standstill {
    return lookForStandstill(this, this.#interrupts);
  }

  /** Counts the steps, and delivers the exception if there was one. */
  #afterSlice(hart: Hart, attempts: number): Stop | undefined {
    const { trapCause, trapValue, counters } = hart;
    hart.trapCause = NO_TRAP;
    hart.endsSlice = false;
    this.#turns.book(attempts);
    const ending = this.#tohost.look(hart, attempts);
    if (trapCause === NO_TRAP) {
      counters.settle(attempts);
      return ending;
    }
    // The last attempt is counted only if the trap stays in the machine: a VMM decides whether its guest sees a step.
    counters.settle(attempts - 1);
    const stop = this.#firmware[hart.id]!.deliver(trapCause, trapValue);
    if (stop === undefined || stop.kind === 'stuck') {
      counters.settle(1);
      counters.countException();
    }
    return stop;
  }
}
