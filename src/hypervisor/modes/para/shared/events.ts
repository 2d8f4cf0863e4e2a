/**
 * Events, the interrupts of a paravirtual VM: its timer, and event channels. An event that comes while the guest masks events is not
 * lost: it stays pending, and the field `waiting` tells the guest so, which looks there after it has unmasked.
 * (Barham et al. 2003, section 3.2: control transfer by lightweight events.)
 */
import { CAUSE_INTERRUPT, IRQ_S_EXTERNAL, IRQ_S_TIMER } from '../../../../machine/index.js';
import { SHARED_INFO } from '../../../sockets/index.js';
import type { Vcpu } from '../../../vm/index.js';
import { PARA_INFO } from './abi.js';
import type { SharedInfo } from './shared-info.js';

const TIMER_EVENT = 1 << IRQ_S_TIMER;

export class Events {
  readonly #vcpu: Vcpu;
  readonly #info: SharedInfo;

  constructor(vcpu: Vcpu, info: SharedInfo) {
    this.#vcpu = vcpu;
    this.#info = info;
    info.write(PARA_INFO.masked, 0xffff_ffff); // until the guest knows what to do about them
  }

  /** The timer's event becomes pending when the timer is due. The timer is then off. */
  update(): void {
    if (this.#vcpu.time >= this.#vcpu.timer) {
      this.#vcpu.timer = Infinity;
      this.#info.write(SHARED_INFO.pending, this.#info.read(SHARED_INFO.pending) | TIMER_EVENT);
    }
    const waiting = this.pending ? 1 : 0;
    if (this.#info.read(PARA_INFO.waiting) !== waiting) {
      this.#info.write(PARA_INFO.waiting, waiting);
    }
  }

  /** Whether the guest wants to be interrupted by what comes on a channel. */
  isOpen(channel: number): boolean {
    return ((this.#info.read(PARA_INFO.masked) >>> channel) & 1) === 0;
  }

  /** Something has come on a channel. */
  raise(channel: number): void {
    this.#info.write(PARA_INFO.channels, this.#info.read(PARA_INFO.channels) | (1 << channel));
  }

  /** The timer is set anew, so its old event is no longer pending. (So it is with the SBI's timer.) */
  clearTimer(): void {
    this.#info.write(SHARED_INFO.pending, this.#info.read(SHARED_INFO.pending) & ~TIMER_EVENT);
  }

  /** Whether an event is pending that may interrupt, apart from `enabled`. */
  get pending(): boolean {
    return this.#timerPending || this.#channelPending;
  }

  /** The cause of the event to deliver now; undefined: none is pending, or the guest masks all. */
  get next(): number | undefined {
    if (!this.pending || this.#info.read(SHARED_INFO.enabled) !== 1) {
      return undefined;
    }
    return CAUSE_INTERRUPT + (this.#channelPending ? IRQ_S_EXTERNAL : IRQ_S_TIMER);
  }

  get #timerPending(): boolean {
    return (this.#info.read(SHARED_INFO.pending) & TIMER_EVENT) !== 0;
  }

  get #channelPending(): boolean {
    return (this.#info.read(PARA_INFO.channels) & ~this.#info.read(PARA_INFO.masked)) !== 0;
  }
}
