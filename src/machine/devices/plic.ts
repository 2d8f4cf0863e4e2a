/**
 * The platform-level interrupt controller: it takes the devices' interrupt lines and offers the most urgent one to each
 * hart, once as machine and once as supervisor external interrupt. RISC-V PLIC specification 1.0.0; QEMU's `virt`
 * board has 95 sources with priorities from 0 (never) to 7, and context 2h is hart h's M-mode, 2h + 1 its S-mode.
 *
 *   0x00_0000 + 4 s            priority of source s
 *   0x00_1000                  pending, a bit for each source
 *   0x00_2000 + 0x80 c         enabled for context c, a bit for each source
 *   0x20_0000 + 0x1000 c       threshold of context c
 *   0x20_0004 + 0x1000 c       claim (read) and complete (write)
 */
import { type Device, PLIC_BASE, PLIC_BYTES, VIRTIO_IRQ, VIRTIO_SLOTS } from '../memory/index.js';

export const PLIC_SOURCES = 95;
const WORDS = 3; // of a bitmap of sources; bit 0 belongs to no source
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
  readonly #raised = new Uint8Array(PLIC_SOURCES + 1); // the lines, as the devices drive them
  readonly #pending = new Uint8Array(PLIC_SOURCES + 1);
  readonly #claimed = new Uint8Array(PLIC_SOURCES + 1);

  constructor(harts: number) {
    this.#contexts = Array.from({ length: 2 * harts }, () => ({
      enabled: new Uint32Array(WORDS),
      threshold: 0,
      offered: 0,
    }));
  }

  /** A device raises or lowers its line. One that gives messages raises it again for each. */
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

  /** Is an interrupt offered to a hart's M-mode? */
  machineLine(hart: number): boolean {
    return this.#contexts[2 * hart]!.offered !== 0;
  }

  /** Is an interrupt offered to a hart's S-mode? */
  supervisorLine(hart: number): boolean {
    return this.#contexts[2 * hart + 1]!.offered !== 0;
  }

  /** The registers have 32 bits; other widths are not answered. What is not there reads as 0. */
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
      this.#claimed[value] = 0; // completed; a line that is still up makes it pending again
      if (!givesMessages(value)) {
        this.#passGateway(value);
      }
    }
  }

  /**
   * The gateway of a line passes one interrupt on, and the next when that one was completed ("Interrupt Gateways"). It cannot
   * take back what it passed on: if the line falls before the claim, the handler finds that there is nothing to do.
   */
  #passGateway(source: number): void {
    if (this.#claimed[source] === 0 && this.#raised[source] === 1) {
      this.#pending[source] = 1;
    }
  }

  /** The most urgent source for a context, whatever its threshold, which nobody else gets now; 0: none (chapter 9). */
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

  /** The sources that are pending and not claimed: mostly none. */
  #waiting(): readonly number[] {
    const sources: number[] = [];
    for (let source = 1; source <= PLIC_SOURCES; source += 1) {
      if (this.#pending[source] === 1 && this.#claimed[source] === 0) {
        sources.push(source);
      }
    }
    return sources;
  }

  /** Of those that wait: enabled, and above the threshold; of equals, the lowest number. */
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
 * The gateways of the virtio transports are edge-triggered (chapter 2): each used buffer is an interrupt, and a driver that
 * never acknowledges it is not interrupted for ever. Kernels of QEMU's board rely on that.
 */
function givesMessages(source: number): boolean {
  return source >= VIRTIO_IRQ && source < VIRTIO_IRQ + VIRTIO_SLOTS;
}

/** One mode of one hart. */
interface Context {
  readonly enabled: Uint32Array;
  threshold: number;
  /** The source that is offered to it now; 0: none. */
  offered: number;
}

function isEnabled({ enabled }: Context, source: number): boolean {
  return (enabled[source >> 5]! & (1 << (source & 31))) !== 0;
}
