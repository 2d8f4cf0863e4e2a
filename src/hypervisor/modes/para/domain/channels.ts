/**
 * Event channels between VMs. One VM opens a channel for another, which connects one of its own to it. Then each can send the other an
 * event: one bit, so that a flood of them is no more than one. (Barham et al. 2003, section 3.2.)
 */
import { HypercallError, PagingError, type HypercallResult } from '../../../sockets/index.js';
import type { Vm } from '../../../vm/index.js';
import { CHANNELS, Channel, type Events } from '../shared/index.js';

/** One end: open for a VM to connect, or connected to a channel of another one. */
type End =
  | { readonly kind: 'open'; readonly vm: number }
  | { readonly kind: 'connected'; readonly to: Channels; readonly channel: number };

const { Success, InvalidParam, Denied } = HypercallError;
const refused = (error: number): HypercallResult => ({ error, value: 0 });

export class Channels {
  readonly #vm: Vm;
  readonly #events: Events;
  readonly #channelsOf: (vm: number) => Channels | undefined;
  /** By number; those of the VMM have no end here. */
  readonly #ends = new Map<number, End>();

  /** `channelsOf`: those of each VM of the world, this one too. */
  constructor(vm: Vm, events: Events, channelsOf: (vm: number) => Channels | undefined) {
    this.#vm = vm;
    this.#events = events;
    this.#channelsOf = channelsOf;
  }

  /** The value is the number of the new channel. */
  open(vm: number): HypercallResult {
    const channel = this.#free();
    if (this.#channelsOf(vm) === undefined) {
      return refused(InvalidParam);
    }
    if (channel === undefined) {
      return refused(PagingError.Busy);
    }
    this.#ends.set(channel, { kind: 'open', vm });
    this.#vm.hasPartners = true;
    return { error: Success, value: channel };
  }

  connect(vm: number, remote: number): HypercallResult {
    const other = this.#channelsOf(vm);
    const end = other && other.#ends.get(remote);
    const channel = this.#free();
    if (other === undefined || end === undefined) {
      return refused(InvalidParam);
    }
    if (end.kind !== 'open' || end.vm !== this.#vm.id) {
      return refused(Denied);
    }
    if (channel === undefined) {
      return refused(PagingError.Busy);
    }
    this.#ends.set(channel, { kind: 'connected', to: other, channel: remote });
    this.#vm.hasPartners = true;
    other.#ends.set(remote, { kind: 'connected', to: this, channel });
    return { error: Success, value: channel };
  }

  /** The other end is closed too: its next event is refused. */
  close(channel: number): HypercallResult {
    const end = this.#ends.get(channel);
    if (end === undefined) {
      return refused(InvalidParam);
    }
    this.#ends.delete(channel);
    if (end.kind === 'connected') {
      end.to.#ends.delete(end.channel);
    }
    return { error: Success, value: 0 };
  }

  send(channel: number): HypercallResult {
    const end = this.#ends.get(channel);
    if (end?.kind !== 'connected') {
      return refused(end === undefined ? InvalidParam : Denied);
    }
    end.to.#events.raise(end.channel);
    end.to.#vm.resume(); // it may have ended as idle, since nothing could wake it
    return { error: Success, value: 0 };
  }

  /** A VM is gone: no channel leads to it, and none is open for it. */
  forget(gone: Vm): void {
    for (const [channel, end] of this.#ends) {
      if (end.kind === 'open' ? end.vm === gone.id : end.to.#vm === gone) {
        this.#ends.delete(channel);
      }
    }
  }

  #free(): number | undefined {
    for (let channel: number = Channel.FirstFree; channel < CHANNELS; channel++) {
      if (!this.#ends.has(channel)) {
        return channel;
      }
    }
    return undefined;
  }
}
