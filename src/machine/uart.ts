/**
 * The serial port: what the guest prints and what is typed to it. Registers of the National Semiconductor 16550A,
 * one byte apart. The line is infinitely fast: the transmitter is always ready.
 */
import type { Device } from './bus.js';
import { UART_BASE, UART_BYTES } from './memory-map.js';
import { decodeUtf8, encodeUtf8 } from './text.js';

const DATA = 0; // RBR and THR; low half of the divisor while LCR.DLAB is set
const INTERRUPT_ENABLE = 1; // IER; high half of the divisor while LCR.DLAB is set
const INTERRUPT_IDENTIFY = 2; // IIR; writes go to the FIFO control register
const LINE_CONTROL = 3;
const MODEM_CONTROL = 4;
const LINE_STATUS = 5;
const MODEM_STATUS = 6;
const SCRATCH = 7;

const LCR_DLAB = 0x80;
const LSR_DATA_READY = 0x01;
const LSR_TRANSMITTER_EMPTY = 0x60;
const IER_DATA = 0x01;
const IER_TRANSMITTER = 0x02;
const IIR_NONE = 0x01;
const IIR_TRANSMITTER = 0x02;
const IIR_DATA = 0x04;
const IIR_FIFOS = 0xc0;
const FCR_ENABLE = 0x01;
const MSR_CONNECTED = 0xb0; // carrier, data set ready, clear to send

/** A guest may print without end; what it prints past this is counted and dropped. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

export class Uart implements Device {
  readonly base = UART_BASE;
  readonly bytes = UART_BYTES;
  readonly #registers = new Uint8Array(UART_BYTES);
  readonly #divisor = new Uint8Array(2);
  #output = new Uint8Array(256);
  #written = 0;
  #input: number[] = [];
  /** The transmitter has become empty, and nobody has been told. */
  #emptied = false;
  #fifos = false;
  readonly #interrupt: (raised: boolean) => void;

  /** Called with every byte that the guest prints, while it is set. */
  listener: ((byte: number) => void) | undefined;

  /** `interrupt` is told the state of the interrupt line whenever it may have changed. */
  constructor(interrupt: (raised: boolean) => void = () => undefined) {
    this.#interrupt = interrupt;
  }

  /** All that was printed, as UTF-8; if it was too much, the last line says how much is missing. */
  output(): string {
    const kept = Math.min(this.#written, OUTPUT_LIMIT);
    const dropped = this.#written - kept;
    const text = decodeUtf8(this.#output.subarray(0, kept));
    return dropped === 0 ? text : `${text}\n[console: ${dropped} more bytes were dropped]\n`;
  }

  pushInput(text: string): void {
    this.pushBytes(encodeUtf8(text));
  }

  pushBytes(bytes: Iterable<number>): void {
    this.#input = [...this.#input, ...bytes];
    this.#drive();
  }

  putByte(byte: number): void {
    if (this.#written < OUTPUT_LIMIT) {
      this.#makeRoom();
      this.#output[this.#written] = byte;
    }
    this.#written += 1;
    this.listener?.(byte);
  }

  /** The next byte of input, or -1. */
  getByte(): number {
    const byte = this.#input.shift() ?? -1;
    this.#drive();
    return byte;
  }

  /** The registers have 8 bits; other widths are not answered. */
  read(offset: number, size: number): number | undefined {
    if (size !== 1) {
      return undefined;
    }
    if (this.#divisorShown() && offset <= INTERRUPT_ENABLE) {
      return this.#divisor[offset];
    }
    switch (offset) {
      case DATA:
        return Math.max(this.getByte(), 0);
      case INTERRUPT_IDENTIFY:
        return this.#identify();
      case LINE_STATUS:
        return LSR_TRANSMITTER_EMPTY | (this.#input.length > 0 ? LSR_DATA_READY : 0);
      case MODEM_STATUS:
        return MSR_CONNECTED;
      default:
        return this.#registers[offset];
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (size !== 1) {
      return false;
    }
    if (this.#divisorShown() && offset <= INTERRUPT_ENABLE) {
      this.#divisor[offset] = value;
      return true;
    }
    switch (offset) {
      case DATA:
        this.putByte(value);
        this.#emptied = true; // at once: the line is infinitely fast
        break;
      case INTERRUPT_ENABLE:
        this.#emptied ||= (value & ~this.#registers[offset]! & IER_TRANSMITTER) !== 0;
        this.#registers[offset] = value & 0x0f;
        break;
      case INTERRUPT_IDENTIFY:
        this.#fifos = (value & FCR_ENABLE) !== 0; // a command to empty them finds them empty: input waits on the line
        break;
      case LINE_CONTROL:
      case MODEM_CONTROL:
      case SCRATCH:
        this.#registers[offset] = value;
        break;
      default: // the status registers are read-only
    }
    this.#drive();
    return true;
  }

  #divisorShown(): boolean {
    return (this.#registers[LINE_CONTROL]! & LCR_DLAB) !== 0;
  }

  #pendingInterrupt(): number {
    const enabled = this.#registers[INTERRUPT_ENABLE]!;
    if ((enabled & IER_DATA) !== 0 && this.#input.length > 0) {
      return IIR_DATA;
    }
    return (enabled & IER_TRANSMITTER) !== 0 && this.#emptied ? IIR_TRANSMITTER : IIR_NONE;
  }

  /** Reading IIR answers an interrupt of the transmitter, and no other. */
  #identify(): number {
    const pending = this.#pendingInterrupt();
    if (pending === IIR_TRANSMITTER) {
      this.#emptied = false;
      this.#drive();
    }
    return pending | (this.#fifos ? IIR_FIFOS : 0);
  }

  #drive(): void {
    this.#interrupt(this.#pendingInterrupt() !== IIR_NONE);
  }

  #makeRoom(): void {
    if (this.#written === this.#output.length) {
      const larger = new Uint8Array(this.#output.length * 2);
      larger.set(this.#output);
      this.#output = larger;
    }
  }
}
