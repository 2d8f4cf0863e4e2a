/**
 * The platform-level interrupt controller (PLIC). It collects the interrupt lines of the devices and offers the most urgent
 * interrupt to each hart, as a machine and as a supervisor external interrupt. RISC-V PLIC specification 1.0.0. As on
 * QEMU's `virt` board, there are 95 sources with priorities from 0 (never) to 7; context 2h is the M-mode of hart h,
 * context 2h + 1 its S-mode.
 *
 *   0x00_0000 + 4 s            priority of source s
 *   0x00_1000                  pending, a bit for each source
 *   0x00_2000 + 0x80 c         enabled for context c, a bit for each source
 *   0x20_0000 + 0x1000 c       threshold of context c
 *   0x20_0004 + 0x1000 c       claim (read) and complete (write)
 */
import { type Device, PLIC_BASE, PLIC_BYTES, VIRTIO_IRQ, VIRTIO_SLOTS } from '../memory/index.js';

export const PLIC_SOURCES = 95;
const WORDS = 3; // in a bitmap of all sources; bit 0 is unused, since there is no source 0
const HIGHEST_PRIORITY = 7;

const PENDING = 0x1000;
const ENABLE = 0x2000;
const ENABLE_BYTES = 0x80;
const CONTEXT = 0x20_0000;
const CONTEXT_BYTES = 0x1000;
const THRESHOLD = 0;
const CLAIM = 4;

export class Plic implements Device {
  readonly base = PLIC_BASE;
  readonly bytes = PLIC_BYTES;
  readonly #contexts: readonly Context[];
  readonly #priority = new Uint8Array(PLIC_SOURCES + 1);
  readonly #raised = new Uint8Array(PLIC_SOURCES + 1); // whether the device raises its line now
  readonly #pending = new Uint8Array(PLIC_SOURCES + 1);
  readonly #claimed = new Uint8Array(PLIC_SOURCES + 1);

  constructor(harts: number) {
    this.#contexts = Array.from({ length: 2 * harts }, () => ({
      enabled: new Uint32Array(WORDS),
      threshold: 0,
      offered: 0,
    }));
  }

  /** The board is reset. A line that is still raised is pending again. */
  reset(): void {
    for (const context of this.#contexts) {
      context.enabled.fill(0);
      context.threshold = 0;
    }
    this.#priority.fill(0);
    this.#claimed.fill(0);
    this.#pending.set(this.#raised);
    this.#offer();
  }

  /** A device raises or lowers its line. A virtio device raises it again for each message; see givesMessages(). */
  setLine(source: number, raised: boolean): void {
    if (givesMessages(source)) {
      this.#pending[source] ||= raised ? 1 : 0;
      this.#offer();
    } else if (raised !== (this.#raised[source] === 1)) {
      this.#raised[source] = raised ? 1 : 0;
      this.#passGateway(source);
      this.#offer();
    }
  }

  /** Tells whether an interrupt is offered to the M-mode of a hart. */
  machineLine(hart: number): boolean {
    return this.#contexts[2 * hart]!.offered !== 0;
  }

  /** Tells whether an interrupt is offered to the S-mode of a hart. */
  supervisorLine(hart: number): boolean {
    return this.#contexts[2 * hart + 1]!.offered !== 0;
  }

  /** The registers have 32 bits; other accesses are not answered. Registers that do not exist read as 0. */
  read(offset: number, size: number): number | undefined {
    if (size !== 4 || (offset & 3) !== 0) {
      return undefined;
    }
    if (offset < PENDING) {
      return this.#priority[offset >> 2] ?? 0;
    }
    if (offset < ENABLE) {
      return this.#pendingWord((offset - PENDING) >> 2);
    }
    if (offset < CONTEXT) {
      const context = this.#contexts[Math.floor((offset - ENABLE) / ENABLE_BYTES)];
      return context?.enabled[(offset % ENABLE_BYTES) >> 2] ?? 0;
    }
    const context = this.#contexts[Math.floor((offset - CONTEXT) / CONTEXT_BYTES)];
    if (context === undefined) {
      return 0;
    }
    const register = offset % CONTEXT_BYTES;
    return register === THRESHOLD ? context.threshold : register === CLAIM ? this.#claim(context) : 0;
  }

  write(offset: number, size: number, value: number): boolean {
    if (size !== 4 || (offset & 3) !== 0) {
      return false;
    }
    if (offset < PENDING) {
      this.#setPriority(offset >> 2, value);
    } else if (offset >= CONTEXT) {
      this.#writeContext(offset - CONTEXT, value);
    } else if (offset >= ENABLE) {
      this.#setEnabled(offset - ENABLE, value);
    } // the pending bits are read-only
    this.#offer();
    return true;
  }

  #setPriority(source: number, value: number): void {
    if (source > 0 && source <= PLIC_SOURCES) {
      this.#priority[source] = value & HIGHEST_PRIORITY;
    }
  }

  #setEnabled(offset: number, value: number): void {
    const word = (offset % ENABLE_BYTES) >> 2;
    const context = this.#contexts[Math.floor(offset / ENABLE_BYTES)];
    if (context !== undefined && word < WORDS) {
      context.enabled[word] = word === 0 ? value & ~1 : value;
    }
  }

  #writeContext(offset: number, value: number): void {
    const context = this.#contexts[Math.floor(offset / CONTEXT_BYTES)];
    const register = offset % CONTEXT_BYTES;
    if (context === undefined) {
      return;
    }
    if (register === THRESHOLD) {
      context.threshold = value & HIGHEST_PRIORITY;
    } else if (register === CLAIM && value <= PLIC_SOURCES && isEnabled(context, value)) {
      this.#claimed[value] = 0; // completed; if its line is still raised, it is pending again
      if (!givesMessages(value)) {
        this.#passGateway(value);
      }
    }
  }

  /**
   * The gateway of a line passes on one interrupt, and the next only after that one is completed ("Interrupt Gateways"). It
   * cannot take an interrupt back. If the line falls before the claim, the handler finds nothing to do.
   */
  #passGateway(source: number): void {
    if (this.#claimed[source] === 0 && this.#raised[source] === 1) {
      this.#pending[source] = 1;
    }
  }

  /** Claims the most urgent source for a context, even below its threshold (chapter 9). Returns 0 if there is none. */
  #claim(context: Context): number {
    const source = this.#best(context, 0, this.#waiting());
    if (source !== 0) {
      this.#pending[source] = 0;
      this.#claimed[source] = 1;
      this.#offer();
    }
    return source;
  }

  #offer(): void {
    const waiting = this.#waiting();
    for (const context of this.#contexts) {
      context.offered = this.#best(context, context.threshold, waiting);
    }
  }

  /** The sources that are pending and not claimed. Usually there are none. */
  #waiting(): readonly number[] {
    const sources: number[] = [];
    for (let source = 1; source <= PLIC_SOURCES; source += 1) {
      if (this.#pending[source] === 1 && this.#claimed[source] === 0) {
        sources.push(source);
      }
    }
    return sources;
  }

  /** The most urgent of the waiting sources that is enabled and above the threshold. The lowest number wins a tie. */
  #best(context: Context, threshold: number, waiting: readonly number[]): number {
    let best = 0;
    let highest = threshold;
    for (const source of waiting) {
      if (this.#priority[source]! > highest && isEnabled(context, source)) {
        best = source;
        highest = this.#priority[source]!;
      }
    }
    return best;
  }

  #pendingWord(word: number): number {
    let bits = 0;
    for (let bit = 0; bit < 32; bit += 1) {
      bits |= (this.#pending[32 * word + bit] ?? 0) << bit;
    }
    return bits >>> 0;
  }
}

/**
 * The gateways of the virtio transports are edge-triggered (chapter 2): each used buffer gives one interrupt, so a driver
 * that never acknowledges it is not interrupted for ever. Kernels for QEMU's board rely on this.
 */
function givesMessages(source: number): boolean {
  return source >= VIRTIO_IRQ && source < VIRTIO_IRQ + VIRTIO_SLOTS;
}

/** A mode of a hart to which interrupts can be offered. */
interface Context {
  readonly enabled: Uint32Array;
  threshold: number;
  /** The source that is offered now; 0: none. */
  offered: number;
}

function isEnabled({ enabled }: Context, source: number): boolean {
  return (enabled[source >> 5]! & (1 << (source & 31))) !== 0;
}
