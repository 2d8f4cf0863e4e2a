/**
 * The virtual devices of a VM: a serial console and a finisher, at the addresses that they have on the bare machine.
 * They are the machine's own models: each VM has a second board that runs no program, and only the VMM uses its bus. So a
 * guest finds the same registers in a VM as on the bare machine.
 */
import {
  FINISHER_BASE,
  FINISHER_BYTES,
  Machine,
  PAGE_BYTES,
  UART_BASE,
  UART_BYTES,
} from '../../machine/index.js';

/** How the guest ended itself through its finisher. */
export type FinisherEnd = { readonly kind: 'finished'; readonly code: number } | { readonly kind: 'reset' };

export class VirtualDevices {
  readonly #board = new Machine({ memoryBytes: PAGE_BYTES });

  /** Whether there is a device at this guest-physical address (a number of up to 34 bits). */
  answersAt(address: number): boolean {
    return within(address, UART_BASE, UART_BYTES) || within(address, FINISHER_BASE, FINISHER_BYTES);
  }

  /** What a load of 1, 2 or 4 bytes reads (unsigned); undefined where no device answers such an access. */
  read(address: number, size: number): number | undefined {
    return this.answersAt(address) ? this.#board.hart.bus.read(address, size) : undefined;
  }

  /** Stores the low `size` bytes of `value`; false where no device answers such an access. */
  write(address: number, size: number, value: number): boolean {
    const unused = 32 - 8 * size;
    return this.answersAt(address) && this.#board.hart.bus.write(address, size, (value << unused) >>> unused);
  }

  /** What the guest has asked of its finisher, if anything. */
  finisherEnd(): FinisherEnd | undefined {
    const stop = this.#board.run(0);
    return stop.kind === 'finished' || stop.kind === 'reset' ? stop : undefined;
  }

  putByte(byte: number): void {
    this.#board.uart.putByte(byte);
  }

  /** The next byte of input, or -1. */
  getByte(): number {
    return this.#board.uart.getByte();
  }

  pushInput(text: string): void {
    this.#board.pushInput(text);
  }

  /** What the guest has printed so far. */
  consoleOutput(): string {
    return this.#board.consoleOutput();
  }
}

const within = (address: number, base: number, bytes: number) => address >= base && address < base + bytes;
