/**
 * What a paravirtual guest and the VMM share and have agreed on: where traps go, and the shared-info page through which they
 * are told. Layout: hypercall-abi.ts. (Barham et al. 2003, sections 3.1.1 and 3.2: events instead of interrupts.)
 */
import { CAUSE_INTERRUPT, IRQ_S_TIMER, Mode, causeName } from '../../../machine/index.js';
import type { GuestMemory } from '../../vm/guest-memory.js';
import { RETURN_FRAME, SHARED_INFO } from '../../sockets/hypercall-abi.js';
import type { ReturnFrame } from '../../sockets/hypercall.js';
import type { Vcpu } from '../../vm/vcpu.js';

const TIMER_EVENT = 1 << IRQ_S_TIMER;
const [SP, A0, A6, A7] = [2, 10, 16, 17];

export class ParaState {
  #callback: { readonly entry: number; readonly stack: number } | undefined;

  readonly #vcpu: Vcpu;
  readonly #memory: GuestMemory;

  constructor(
    vcpu: Vcpu,
    memory: GuestMemory,
    /** Guest-physical address of the shared-info page. */
    readonly sharedInfo: number,
  ) {
    this.#vcpu = vcpu;
    this.#memory = memory;
  }

  setCallback(entry: number, stack: number): void {
    this.#callback = { entry, stack };
  }

  /** Makes the timer's event pending when it is due. The timer is then off: the guest clears the event when it likes. */
  updateTimer(): void {
    if (this.#vcpu.time < this.#vcpu.timer) {
      return;
    }
    this.#vcpu.timer = Infinity;
    this.#write(SHARED_INFO.pending, this.#read(SHARED_INFO.pending) | TIMER_EVENT);
  }

  /** Whether an event is pending, masked or not. */
  get pending(): boolean {
    return (this.#read(SHARED_INFO.pending) & TIMER_EVENT) !== 0;
  }

  /** Delivers a pending event unless the guest masks it. Before the guest has a callback nothing can be delivered. */
  takeEvent(): boolean {
    if (this.#callback === undefined || !this.pending || this.#read(SHARED_INFO.enabled) !== 1) {
      return false;
    }
    this.#vcpu.interrupts++;
    this.enter(CAUSE_INTERRUPT + IRQ_S_TIMER, 0);
    return true;
  }

  /** The guest's callback gets a trap. Returns why that is impossible, or undefined when it is done. */
  enter(cause: number, tval: number): string | undefined {
    const vcpu = this.#vcpu;
    const callback = this.#callback;
    if (callback === undefined) {
      return `${causeName(cause)} at ${hex(vcpu.pc)} before the guest had set a callback`;
    }
    this.#write(SHARED_INFO.cause, cause);
    this.#write(SHARED_INFO.tval, tval);
    const frame = SHARED_INFO.frame;
    this.#write(frame + RETURN_FRAME.pc, vcpu.pc);
    this.#write(frame + RETURN_FRAME.sp, register(vcpu, SP));
    this.#write(frame + RETURN_FRAME.a0, register(vcpu, A0));
    this.#write(frame + RETURN_FRAME.a6, register(vcpu, A6));
    this.#write(frame + RETURN_FRAME.a7, register(vcpu, A7));
    this.#write(frame + RETURN_FRAME.mode, vcpu.mode);
    this.#write(frame + RETURN_FRAME.enabled, this.#read(SHARED_INFO.enabled));
    this.#write(SHARED_INFO.enabled, 0);
    this.tellTime();

    if (vcpu.mode === Mode.User) {
      vcpu.x[SP] = callback.stack;
    }
    vcpu.mode = Mode.Supervisor;
    vcpu.pc = callback.entry;
    return undefined;
  }

  /** The guest has dealt with a trap: it goes on as the frame says. */
  resume(frame: ReturnFrame): void {
    const vcpu = this.#vcpu;
    vcpu.x[SP] = frame.sp;
    vcpu.x[A0] = frame.a0;
    vcpu.x[A6] = frame.a6;
    vcpu.x[A7] = frame.a7;
    vcpu.pc = frame.pc;
    vcpu.mode = frame.mode;
    this.#write(SHARED_INFO.enabled, frame.enabled);
  }

  /** Puts the guest's time into the shared-info page: its own counters trap. */
  tellTime(): void {
    const { time } = this.#vcpu;
    this.#write(SHARED_INFO.time, time % 2 ** 32);
    this.#write(SHARED_INFO.time + 4, Math.floor(time / 2 ** 32));
  }

  #read(offset: number): number {
    return this.#memory.readWord(this.sharedInfo + offset);
  }

  #write(offset: number, value: number): void {
    this.#memory.writeWord(this.sharedInfo + offset, value);
  }
}

const register = (vcpu: Vcpu, number: number) => (vcpu.x[number] as number) >>> 0;
const hex = (value: number) => `0x${(value >>> 0).toString(16)}`;
