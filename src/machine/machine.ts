/**
 * The computer: harts, memory and devices, and the loop that runs them.
 * Privileged specification 1.12, section 3.1.9 (when interrupts are taken).
 */
import { Board, type Clint, type Ending, type Plic, type Uart } from './devices/index.js';
import { Cache, checkMemorySize, Memory, RAM_BASE } from './memory/index.js';
import { CodePages, type Engine, Interpreter } from './engine/index.js';
import { costs } from './cost.js';
import { Clock, Counters } from './csr/index.js';
import { createFirmware, type Firmware } from './firmware/index.js';
import { Hart, HART_BYTES, nextInterrupt, NO_TRAP } from './hart/index.js';
import { type Image, NOTHING_WATCHED, placeDeviceTree, placeImage, Tohost } from './program/index.js';
import { InterruptLines } from './interrupt-lines.js';
import { checkHarts, type MachineOptions } from './machine-options.js';
import { REG_A1, strict, type Tracer } from './isa/index.js';
import type { Stop } from './stop.js';
import { Turns } from './turns.js';

/** A slice is at most this long, so that its length stays a small integer. */
const LONGEST_SLICE = 2 ** 30;

/**
 * A computer, with a program once one was loaded. Time is its own: it passes only in run(), and the same program with
 * the same options and input does the same every time.
 */
export class Machine {
  readonly memory: Memory;
  readonly harts: readonly Hart[];
  /** The first hart, and the only one unless more are asked for. */
  readonly hart: Hart;
  readonly uart: Uart;
  readonly clint: Clint;
  readonly plic: Plic;
  /** The model of a data cache, with its hits and misses, where one was asked for. */
  readonly cache: Cache | undefined;
  readonly #clock = new Clock();
  readonly #board: Board;
  readonly #tohost: Tohost;
  readonly #engine: Engine;
  readonly #firmware: readonly Firmware[]; // one for each hart
  readonly #interrupts: InterruptLines;
  readonly #turns: Turns;
  readonly #deviceTree: Uint8Array | undefined;
  #ending: Ending | undefined;

  /** RangeError for a size of memory, a number of harts, a cache or a disk that cannot be. */
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
      { ...options, harts: count, timerDue: (options.firmware ?? 'none') === 'none' },
      end,
    );
    this.uart = this.#board.uart;
    this.clint = this.#board.clint;
    this.plic = this.#board.plic;
    this.#tohost = new Tohost(this.memory, (byte) => this.uart.putByte(byte));
    const code = new CodePages(this.memory, () => {
      this.harts.forEach((hart) => hart.lookasides.forgetStores());
    });
    this.#engine = new Interpreter(code);
    this.harts = Array.from({ length: count }, (_, id) => this.#createHart(id, buffer, code, options));
    this.hart = this.harts[0]!;
    for (const hart of this.harts) {
      hart.peers = this.harts.filter((other) => other !== hart);
    }
    // Any word may be among what was written; SC.W may fail without need (unprivileged specification, section 8.2).
    this.memory.onDeviceWrite = () => this.harts.forEach((hart) => hart.clearReservation());
    this.#firmware = this.harts.map((hart) =>
      createFirmware(options.firmware ?? 'none', hart, this.uart, end),
    );
    this.#interrupts = new InterruptLines(this.#clock, this.#board, this.#firmware);
    this.#turns = new Turns(this.harts, this.#clock, this.#interrupts);
    if (options.deviceTree === true) {
      this.#deviceTree = this.#board.describe(memoryBytes, count, this.hart.profile.hypervisor);
    }
    this.#start(RAM_BASE);
  }

  #createHart(id: number, buffer: ArrayBuffer, code: CodePages, options: MachineOptions): Hart {
    const { memory } = this;
    const { bus } = this.#board;
    const { profile = strict, pmpEntries = 0 } = options;
    const counters = new Counters(options.costs ?? costs, this.#clock);
    const setup = { id, memory, code, bus, counters, profile, pmpEntries };
    const hart = new Hart(buffer, memory.size + id * HART_BYTES, setup);
    hart.cache = this.cache;
    hart.misaligned = options.misaligned ?? 'trap';
    hart.accessedDirty = options.accessedDirty ?? 'hardware';
    if (hart.pmp !== undefined) {
      hart.pmp.openUntilSet = options.pmpOpen ?? options.firmware === 'sbi';
    }
    return hart;
  }

  /** Attempts to execute an instruction so far, whether it completed or trapped. */
  get steps(): number {
    return this.#clock.steps;
  }

  /** What mtime shows, in ticks: one a step, and those that WFI skipped. */
  get time(): number {
    return this.#clock.time;
  }

  /** What everything so far cost, in cycles of the cost table. */
  get cycles(): number {
    return this.harts.reduce((sum, { counters }) => sum + counters.cycles, 0);
  }

  /** Adds cycles that something outside of the machine cost: a VMM's work. */
  charge(cycles: number): void {
    this.hart.counters.charge(cycles);
  }

  /** Called with each event while it is set. */
  get trace(): Tracer | undefined {
    return this.hart.trace;
  }
  set trace(tracer: Tracer | undefined) {
    for (const hart of this.harts) {
      hart.trace = tracer;
    }
  }

  /** What was printed so far, by whatever way; of more than 4 MiB the first 4, and how much is missing. */
  consoleOutput(): string {
    return this.uart.output();
  }

  /** Types `text` at the console. */
  pushInput(text: string): void {
    this.uart.pushInput(text);
  }

  /**
   * Copies a program into memory and resets the harts to its start. ImageError where it does not fit. Other devices
   * than virtio's keep their state: another program gets a machine of its own.
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
    this.#tohost.watch(
      tohost !== undefined && this.memory.contains(tohost, 4) ? tohost - this.memory.base : NOTHING_WATCHED,
    );
    for (const hart of this.harts) {
      hart.watchOffset = this.#tohost.offset;
      hart.lookasides.flush();
    }
  }

  #start(entry: number): void {
    for (const firmware of this.#firmware) {
      firmware.start(entry);
    }
    this.#turns.restart();
  }

  /**
   * Runs for at most `maxSteps` steps and says why it stopped. Never throws, whatever the program does; only a
   * `maxSteps` that is no number is a RangeError. Running on after 'finished' or 'reset' stops again at once; after 'idle' it
   * goes on behind the WFI.
   */
  run(maxSteps: number): Stop {
    if (Number.isNaN(maxSteps)) {
      throw new RangeError('maxSteps is NaN: it must be a number of steps');
    }
    let left = Math.floor(maxSteps);
    this.memory.changed();
    for (;;) {
      if (this.#ending !== undefined) {
        return this.#ending;
      }
      const hart = this.#turns.next();
      if (hart === undefined) {
        return { kind: 'idle' };
      }
      if (left <= 0) {
        return { kind: 'budget' };
      }
      const deadline = this.#interrupts.update(hart);
      const interrupt = nextInterrupt(hart);
      if (interrupt !== undefined) {
        const stop = this.#firmware[hart.id]!.deliver(interrupt, 0);
        if (stop !== undefined) {
          return stop;
        }
        continue;
      }
      const turn = hart.peers.length === 0 ? LONGEST_SLICE : this.#turns.left;
      const attempts = this.#engine.execute(
        hart,
        Math.min(left, deadline - this.time, turn, this.#tohost.patience),
      );
      const stop = this.#afterSlice(hart, attempts);
      if (stop !== undefined) {
        return stop;
      }
      left -= attempts;
    }
  }

  /** Books the steps, delivers the exception if there was one. */
  #afterSlice(hart: Hart, attempts: number): Stop | undefined {
    const { trapCause, trapValue, counters } = hart;
    hart.trapCause = NO_TRAP;
    hart.endsSlice = false;
    this.#turns.book(attempts);
    const exitCode = this.#tohost.look();
    if (exitCode !== undefined) {
      this.#ending ??= { kind: 'finished', code: exitCode };
    }
    if (trapCause === NO_TRAP) {
      counters.settle(attempts);
      return undefined;
    }
    // Until it is known who gets the trap, the attempt is not counted: a VMM decides whether its guest sees a step.
    counters.settle(attempts - 1);
    const stop = this.#firmware[hart.id]!.deliver(trapCause, trapValue);
    if (stop === undefined || stop.kind === 'stuck') {
      counters.settle(1);
      counters.countException();
    }
    return stop;
  }
}
