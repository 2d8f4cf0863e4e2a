/**
 * What the VMM keeps about a paravirtual guest: its callback, to which its traps go, and the shared-info page, through which
 * guest and VMM tell each other about traps and events. The layout of the page: sockets/hypercall-abi.ts.
 * (Barham et al. 2003, sections 3.1.1 and 3.2: events instead of interrupts.)
 */
import {
  CAUSE_INTERRUPT,
  IRQ_S_TIMER,
  Mode,
  REG_A0,
  REG_A6,
  REG_A7,
  REG_SP,
  causeName,
  hex,
} from '../../../machine/index.js';
import { RETURN_FRAME, SHARED_INFO, type ReturnFrame } from '../../sockets/index.js';
import type { GuestMemory, Vcpu } from '../../vm/index.js';

const TIMER_EVENT = 1 << IRQ_S_TIMER;

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

  /** Makes the timer's event pending if the timer is due. The timer is then off, and the guest clears the event itself. */
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

  /** Delivers a pending event, unless the guest masks it or has no callback yet. True when it delivered one. */
  takeEvent(): boolean {
    if (this.#callback === undefined || !this.pending || this.#read(SHARED_INFO.enabled) !== 1) {
      return false;
    }
    this.#vcpu.interrupts++;
    this.enter(CAUSE_INTERRUPT + IRQ_S_TIMER, 0);
    return true;
  }

  /** A trap into the guest's callback. Returns why that is impossible, or undefined when it is done. */
  enter(cause: number, tval: number): string | undefined {
    const vcpu = this.#vcpu;
    const callback = this.#callback;
    if (callback === undefined) {
      return `${causeName(cause)} at ${hex(vcpu.pc)} before the guest had set a callback`;
    }
    vcpu.tellTrap(cause, tval);
    this.#write(SHARED_INFO.cause, cause);
    this.#write(SHARED_INFO.tval, tval);
    const frame = SHARED_INFO.frame;
    this.#write(frame + RETURN_FRAME.pc, vcpu.pc);
    this.#write(frame + RETURN_FRAME.sp, register(vcpu, REG_SP));
    this.#write(frame + RETURN_FRAME.a0, register(vcpu, REG_A0));
    this.#write(frame + RETURN_FRAME.a6, register(vcpu, REG_A6));
    this.#write(frame + RETURN_FRAME.a7, register(vcpu, REG_A7));
    this.#write(frame + RETURN_FRAME.mode, vcpu.mode);
    this.#write(frame + RETURN_FRAME.enabled, this.#read(SHARED_INFO.enabled));
    this.#write(SHARED_INFO.enabled, 0);
    this.tellTime();

    if (vcpu.mode === Mode.User) {
      vcpu.x[REG_SP] = callback.stack;
    }
    vcpu.mode = Mode.Supervisor;
    vcpu.pc = callback.entry;
    return undefined;
  }

  /** The guest has handled a trap: it goes on as the frame says. */
  resume(frame: ReturnFrame): void {
    const vcpu = this.#vcpu;
    vcpu.x[REG_SP] = frame.sp;
    vcpu.x[REG_A0] = frame.a0;
    vcpu.x[REG_A6] = frame.a6;
    vcpu.x[REG_A7] = frame.a7;
    vcpu.pc = frame.pc;
    vcpu.mode = frame.mode;
    this.#write(SHARED_INFO.enabled, frame.enabled);
  }

  /** Writes the guest's time into the shared-info page. The guest cannot read the counters itself: they trap. */
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
