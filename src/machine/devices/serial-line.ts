/** What goes over the serial line: the bytes that software prints, and those that are typed and not yet taken. */
import { decodeUtf8, encodeUtf8 } from '../program/index.js';

/** A program may print without end; what it prints past this is counted and dropped. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

export abstract class SerialLine {
  /** Called with every byte that is printed, while it is set. */
  listener: ((byte: number) => void) | undefined;
  /** Told when something was typed. */
  onInput: (() => void) | undefined;
  /** How often software has looked for input when there was none. */
  emptyLooks = 0;
  #output = new Uint8Array(256);
  #written = 0;
  #input = new Uint8Array(0);
  #taken = 0;

  /** There is more input than before, or less. */
  protected abstract inputChanged(): void;

  /** All that was printed, as UTF-8; if it was too much, the last line says how much is missing. */
  output(): string {
    const kept = Math.min(this.#written, OUTPUT_LIMIT);
    const dropped = this.#written - kept;
    const text = decodeUtf8(this.#output.subarray(0, kept));
    return dropped === 0 ? text : `${text}\n[console: ${dropped} more bytes were dropped]\n`;
  }

  putByte(byte: number): void {
    if (this.#written < OUTPUT_LIMIT) {
      this.#makeRoom();
      this.#output[this.#written] = byte;
    }
    this.#written += 1;
    this.listener?.(byte);
  }

  pushInput(text: string): void {
    this.pushBytes(encodeUtf8(text));
  }

  pushBytes(bytes: ArrayLike<number>): void {
    const unread = this.#input.subarray(this.#taken);
    this.#input = new Uint8Array(unread.length + bytes.length);
    this.#input.set(unread);
    this.#input.set(bytes, unread.length);
    this.#taken = 0;
    this.inputChanged();
    this.onInput?.();
  }

  /** Is there input that was not taken yet? */
  get hasInput(): boolean {
    return this.#taken < this.#input.length;
  }

  /** The next byte of input, or -1. */
  getByte(): number {
    if (!this.hasInput) {
      this.emptyLooks += 1;
      return -1;
    }
    const byte = this.#input[this.#taken]!;
    this.#taken += 1;
    this.inputChanged();
    return byte;
  }

  #makeRoom(): void {
    if (this.#written === this.#output.length) {
      const larger = new Uint8Array(this.#output.length * 2);
      larger.set(this.#output);
      this.#output = larger;
    }
  }
}
