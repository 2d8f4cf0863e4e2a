/** A serial line: the bytes that a program has printed, and the typed bytes that it has not read yet. */
import { decodeUtf8, encodeUtf8 } from '../program/index.js';

/** The most bytes of output that are kept. A program may print without end: the rest is counted and dropped. */
const OUTPUT_LIMIT = 4 * 1024 * 1024;

export abstract class SerialLine {
  /** If it is set, it is called with each byte that is printed. */
  listener: ((byte: number) => void) | undefined;
  /** If it is set, it is called after something was typed. */
  onInput: (() => void) | undefined;
  /** How often a program has looked for input when there was none. */
  emptyLooks = 0;
  #output = new Uint8Array(256);
  #written = 0;
  #input = new Uint8Array(0);
  #taken = 0;

  /** Called when there is more or less input than before. */
  protected abstract inputChanged(): void;

  /** The printed bytes, read as UTF-8. If there were too many, the last line says how many are missing. */
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

  /** Tells whether there is input that was not read yet. */
  get hasInput(): boolean {
    return this.#taken < this.#input.length;
  }

  /** Takes the next byte of input. Returns -1 if there is none. */
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
