/**
 * Tells whether anything can still happen on a machine. A hart that spins looks busy, but may do so for ever: it waits for a lock
 * that nobody will release, or its trap handler traps.
 *
 * The proof: a hart comes back to a state in which it has been, and meanwhile no hart has changed memory, used a device or read a
 * counter. So it will do the same again. If this is true of each hart that runs, if the others wait or are stopped, and if no timer
 * or alarm is set, then nothing changes until something comes from outside. The cache and the TLBs do not count as state.
 */
import { Csr, decode, type Instruction, isInterrupt, Mode, type TraceEvent } from './isa/index.js';
import { Access, FAULTED, translate } from './memory/index.js';
import { NEVER } from './csr/index.js';
import type { Hart } from './hart/index.js';
import type { InterruptLines } from './interrupt-lines.js';
import type { Stop } from './stop.js';
import { QUANTUM } from './turns.js';

export interface Standstill {
  readonly kind: 'standstill';
  /** An exception that a hart raises in each round of its loop. */
  readonly trap?: TrapInLoop;
}

export interface TrapInLoop {
  readonly cause: number;
  readonly tval: number;
  /** The address of the instruction that trapped. */
  readonly pc: number;
  /** The address of the handler. */
  readonly handler: number;
}

/** What this file needs of a machine. */
interface Running {
  readonly harts: readonly Hart[];
  run(maxSteps: number): Stop;
}

/** Runs each hart for at least one full turn. If nothing can happen any more, it says so instead of 'budget'. */
export function lookForStandstill(machine: Running, interrupts: InterruptLines): Stop | Standstill {
  const { harts } = machine;
  const { bus } = harts[0]!;
  const { accesses } = bus;
  const watches = harts.map((hart) => new HartWatch(hart));
  const stop = machine.run(2 * QUANTUM * harts.length);
  watches.forEach((watch) => watch.end());
  const still = harts.every(
    (hart, id) => !hart.started || watches[id]!.repeats || (hart.waiting && !interrupts.wakes(hart)),
  );
  const quiet = bus.accesses === accesses && !watches.some(({ changes }) => changes);
  const sees = watches.some(({ looksAtPending }) => looksAtPending);
  const timed = harts.some((hart) => (sees ? interrupts.update(hart) : interrupts.wakeTime(hart)) < NEVER);
  if (stop.kind !== 'budget' || !still || !quiet || timed) {
    return stop;
  }
  const trap = watches.find((watch) => watch.trap !== undefined)?.trap;
  return trap === undefined ? { kind: 'standstill' } : { kind: 'standstill', trap };
}

/** Watches one hart through its trace, until end() is called. */
class HartWatch {
  /** Has it come back to a state in which it was? */
  repeats = false;
  /** Has it done anything that this or another hart may notice? */
  changes = false;
  /** Has it looked at the interrupts that are pending? Then it also notices a timer that is not enabled. */
  looksAtPending = false;
  /** The last exception that it raised. */
  trap: TrapInLoop | undefined;
  readonly #hart: Hart;
  readonly #outer: Hart['trace'];
  #first: State | undefined;
  #store: Store | undefined;

  constructor(hart: Hart) {
    this.#hart = hart;
    this.#outer = hart.trace;
    hart.trace = (event) => {
      this.#outer?.(event);
      if ((event.kind === 'step' || event.kind === 'trap') && !this.changes) {
        this.#see(event);
      }
    };
  }

  end(): void {
    this.#checkStore();
    this.#hart.trace = this.#outer;
  }

  #see(event: TraceEvent & { kind: 'step' | 'trap' }): void {
    this.#checkStore();
    if (this.#first === undefined) {
      this.#first = stateOf(this.#hart, event.kind);
    } else {
      this.repeats ||= isSame(this.#first, this.#hart, event.kind);
    }
    if (event.kind === 'step') {
      const instruction = decode(event.word, this.#hart.profile.hypervisor);
      this.changes ||= instruction !== undefined && isNoticed(instruction);
      this.looksAtPending ||= instruction !== undefined && readsPending(instruction);
      this.#store = instruction && storeOf(this.#hart, instruction);
    } else if (!isInterrupt(event.cause)) {
      const { cause, tval, pc } = event;
      this.trap = { cause, tval, pc, handler: handlerOf(this.#hart, event) };
    }
  }

  /** To store what is there already changes nothing: so does a hart that tries to take a lock again and again. */
  #checkStore(): void {
    const store = this.#store;
    this.#store = undefined;
    this.changes ||= store !== undefined && hasChanged(this.#hart, store);
  }
}

/** All that decides what a hart does next, except memory and interrupt lines. */
interface State {
  readonly kind: 'step' | 'trap';
  readonly pc: number;
  readonly mode: number;
  readonly virtual: boolean;
  readonly reservation: number;
  readonly x: Int32Array;
  readonly csrs: Uint32Array;
}

function stateOf({ pc, mode, virtual, reservation, x, csr }: Hart, kind: State['kind']): State {
  return { kind, pc, mode, virtual, reservation, x: x.slice(), csrs: csr.values.slice() };
}

function isSame(state: State, hart: Hart, kind: State['kind']): boolean {
  return (
    kind === state.kind &&
    hart.pc === state.pc &&
    hart.mode === state.mode &&
    hart.virtual === state.virtual &&
    hart.reservation === state.reservation &&
    state.x.every((value, index) => value === hart.x[index]) &&
    state.csrs.every((value, index) => value === hart.csr.values[index])
  );
}

/** CSRs that choose which timers count. */
const ENABLES: readonly number[] = [Csr.mie, Csr.sie, Csr.vsie, Csr.hie];
/** CSRs that show that a timer is due, even if its interrupt is not enabled. */
const PENDING: readonly number[] = [Csr.mip, Csr.sip, Csr.vsip, Csr.hip];
const COUNTERS = [0xb00, 0xc00]; // and the next 255 numbers each: machine and user counters

/** Whether an instruction does or sees something that is no part of a state: a call, a counter, a timer. */
export function isNoticed({ name, format, imm }: Instruction): boolean {
  const csr = format === 'csr' || format === 'csri' ? imm : undefined;
  return (
    name === 'ecall' || // perhaps of the SBI. (A call that traps into a handler in memory is rare in such a loop.)
    format === 'hstore' ||
    (csr !== undefined && (ENABLES.includes(csr) || COUNTERS.includes(csr & ~0xff)))
  );
}

function readsPending({ format, imm }: Instruction): boolean {
  return (format === 'csr' || format === 'csri') && PENDING.includes(imm);
}

/** A store that is about to be executed, and the word that is there before. */
export interface Store {
  readonly address: number;
  readonly before: number | undefined;
}

export function storeOf(hart: Hart, { format, rs1, imm }: Instruction): Store | undefined {
  if (format !== 'S' && format !== 'amo') {
    return undefined;
  }
  const address = hart.x[rs1]! + imm;
  return { address, before: wordAt(hart, address) };
}

export function hasChanged(hart: Hart, { address, before }: Store): boolean {
  return wordAt(hart, address) !== before;
}

/** The aligned word in memory around a virtual address. Undefined if it is not in memory. */
function wordAt(hart: Hart, address: number): number | undefined {
  const { memory, trace } = hart;
  hart.trace = undefined; // this is no event of the program
  hart.refreshContext();
  const physical = translate(hart, address & ~3, Access.Load, 4);
  hart.dropException();
  hart.trace = trace;
  const there = physical !== FAULTED && memory.contains(physical, 4);
  return there ? memory.words[(physical - memory.base) >> 2] : undefined;
}

function handlerOf({ csr: { values } }: Hart, { to, toVirtual }: TraceEvent & { kind: 'trap' }): number {
  const vector = to === Mode.Machine ? Csr.mtvec : toVirtual ? Csr.vstvec : Csr.stvec;
  return (values[vector]! & ~3) >>> 0;
}
