/**
 * The serial port, with the registers of the National Semiconductor 16550A, one byte apart. The line is infinitely fast: the
 * transmitter is always ready.
 */
import { type Device, UART_BASE, UART_BYTES } from '../memory/index.js';
import { SerialLine } from './serial-line.js';

const DATA = 0; // RBR and THR; low half of the divisor while LCR.DLAB is set
const INTERRUPT_ENABLE = 1; // IER; high half of the divisor while LCR.DLAB is set
const INTERRUPT_IDENTIFY = 2; // IIR; writes go to the FIFO control register
const LINE_CONTROL = 3;
const MODEM_CONTROL = 4;
const LINE_STATUS = 5;
const MODEM_STATUS = 6;
const SCRATCH = 7;

const FIFO_BYTES = 16;
const LCR_DLAB = 0x80;
const MCR_OUT2 = 0x08;
const MCR_LOOP = 0x10;
const LSR_DATA_READY = 0x01;
const LSR_TRANSMITTER_EMPTY = 0x60;
const IER_DATA = 0x01;
const IER_TRANSMITTER = 0x02;
const IIR_NONE = 0x01;
const IIR_TRANSMITTER = 0x02;
const IIR_DATA = 0x04;
const IIR_FIFOS = 0xc0;
const FCR_ENABLE = 0x01;
const FCR_EMPTY = 0x02; // empty the receiver
const FCR_EMPTY_TRANSMITTER = 0x04;
const DIVISOR_AT_RESET = 12; // 9600 baud. The data sheet leaves it open; this is QEMU's
const MSR_CONNECTED = 0xb0; // carrier, data set ready, clear to send

export class Uart extends SerialLine implements Device {
  readonly base = UART_BASE;
  readonly bytes = UART_BYTES;
  readonly #registers = new Uint8Array(UART_BYTES);
  readonly #divisor = new Uint8Array(2);
  /** Bytes that were sent in loopback mode and not read yet. They stay in the receiver when that mode ends. */
  readonly #looped: number[] = [];
  /** The last byte that was received. Without FIFOs it can be read again until the next byte comes. */
  #last = 0;
  /** The transmitter has become empty, and the driver has not yet seen that in IIR. */
  #emptied = false;
  #fifos = false;
  readonly #interrupt: (raised: boolean) => void;

  /** `interrupt` is called with the state of the interrupt line whenever it may have changed. */
  constructor(interrupt: (raised: boolean) => void = () => undefined) {
    super();
    this.#interrupt = interrupt;
    this.reset();
  }

  /**
   * The board is reset (data sheet, table of reset states). OUT2 is set as on QEMU; the data sheet clears it. Typed input stays: it
   * is still on the line.
   */
  reset(): void {
    this.#registers.fill(0);
    this.#registers[MODEM_CONTROL] = MCR_OUT2;
    this.#divisor.set([DIVISOR_AT_RESET, 0]);
    this.#looped.length = 0;
    this.#last = 0;
    this.#emptied = this.#fifos = false;
    this.#drive();
  }

  /** Tells whether the driver wants an interrupt when there is input. */
  get listens(): boolean {
    return (this.#registers[INTERRUPT_ENABLE]! & IER_DATA) !== 0;
  }

  protected override inputChanged(): void {
    this.#drive();
  }

  /** The registers have 8 bits. As on QEMU, a wider access reaches only the register at its address. */
  read(offset: number, size: number): number | undefined {
    if (offset % size !== 0) {
      return undefined;
    }
    if (this.#divisorShown() && offset <= INTERRUPT_ENABLE) {
      return this.#divisor[offset];
    }
    switch (offset) {
      case DATA:
        return this.#receive();
      case INTERRUPT_IDENTIFY:
        return this.#identify();
      case LINE_STATUS:
        return this.#lineStatus();
      case MODEM_STATUS:
        return this.#loops() ? loopedStatus(this.#registers[MODEM_CONTROL]!) : MSR_CONNECTED;
      default:
        return this.#registers[offset];
    }
  }

  write(offset: number, size: number, value: number): boolean {
    if (offset % size !== 0) {
      return false;
    }
    if (this.#divisorShown() && offset <= INTERRUPT_ENABLE) {
      this.#divisor[offset] = value;
      return true;
    }
    switch (offset) {
      case DATA:
        this.#send(value & 0xff);
        this.#emptied = true; // at once: the line is infinitely fast
        break;
      case INTERRUPT_ENABLE:
        this.#emptied ||= (value & ~this.#registers[offset]! & IER_TRANSMITTER) !== 0;
        this.#registers[offset] = value & 0x0f;
        break;
      case INTERRUPT_IDENTIFY:
        this.#controlFifos(value);
        break;
      case MODEM_CONTROL:
        this.#registers[offset] = value & 0x1f;
        break;
      case LINE_CONTROL:
      case SCRATCH:
        this.#registers[offset] = value;
        break;
      default: // the status registers are read-only
    }
    this.#drive();
    return true;
  }

  /** Turning the FIFOs on or off empties both of them too (data sheet, FCR bit 0). */
  #controlFifos(value: number): void {
    const turned = this.#fifos !== ((value & FCR_ENABLE) !== 0);
    this.#fifos = (value & FCR_ENABLE) !== 0;
    if (turned || (value & FCR_EMPTY) !== 0) {
      this.#looped.length = 0; // typed input stays: it is still on the line
    }
    this.#emptied ||= turned || (value & FCR_EMPTY_TRANSMITTER) !== 0;
  }

  #loops(): boolean {
    return (this.#registers[MODEM_CONTROL]! & MCR_LOOP) !== 0;
  }

  #send(byte: number): void {
    if (!this.#loops()) {
      this.putByte(byte);
    } else if (this.#looped.length < (this.#fifos ? FIFO_BYTES : 1)) {
      this.#looped.push(byte); // a byte that does not fit is lost: drivers measure the size of the FIFO this way
    }
  }

  #dataReady(): boolean {
    return this.#looped.length > 0 || (!this.#loops() && this.hasInput);
  }

  #receive(): number {
    const nothing = this.#fifos ? 0 : this.#last;
    if (!this.#dataReady()) {
      return nothing;
    }
    this.#last = this.#looped.shift() ?? this.getByte();
    this.#drive();
    return this.#last;
  }

  #lineStatus(): number {
    const ready = this.#dataReady();
    this.emptyLooks += ready ? 0 : 1;
    return LSR_TRANSMITTER_EMPTY | (ready ? LSR_DATA_READY : 0);
  }

  #divisorShown(): boolean {
    return (this.#registers[LINE_CONTROL]! & LCR_DLAB) !== 0;
  }

  #pendingInterrupt(): number {
    const enabled = this.#registers[INTERRUPT_ENABLE]!;
    if ((enabled & IER_DATA) !== 0 && this.#dataReady()) {
      return IIR_DATA;
    }
    return (enabled & IER_TRANSMITTER) !== 0 && this.#emptied ? IIR_TRANSMITTER : IIR_NONE;
  }

  /** Reads IIR. This clears an interrupt of the transmitter, but no other interrupt. */
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
}

/** In loopback mode, the modem status shows the bits of the modem control register. */
function loopedStatus(control: number): number {
  return ((control & 0x0c) << 4) | ((control & 0x02) << 3) | ((control & 0x01) << 5);
}
