/** The guest's console is this terminal: what is typed goes to its serial port, and what it prints appears here at once. */
import type { Machine } from '../../../src/machine/index.js';
import { Starvation } from './starvation.js';
import { Typist } from './typist.js';

const CONTROL_C = 3;

/** Steps between two looks at the terminal: a few milliseconds. */
const SLICE = 500_000;

export class Console {
  #printed: number[] = [];
  #typed: Buffer[] = [];
  #ended = false;
  /** The reader of the output has closed it. */
  #deaf = false;
  #wake: (() => void) | undefined;
  #drained: (() => void) | undefined;
  readonly #typist: Typist;
  readonly #starvation: Starvation;

  readonly #machine: Machine;
  readonly #input: NodeJS.ReadStream;
  readonly #output: NodeJS.WriteStream;
  readonly #onInterrupt: () => void;

  /** `onInterrupt` is called when Control-C is typed at a terminal, which then no longer does it by itself. */
  constructor(
    machine: Machine,
    input: NodeJS.ReadStream,
    output: NodeJS.WriteStream,
    onInterrupt: () => void,
  ) {
    this.#machine = machine;
    this.#input = input;
    this.#output = output;
    this.#onInterrupt = onInterrupt;
    this.#typist = new Typist(machine);
    this.#starvation = new Starvation(machine);
    output.on('error', this.#lose);
    machine.uart.listener = (byte) => void this.#printed.push(byte);
  }

  /** Everything that will ever be typed is `bytes`; the terminal is not read. */
  typeOnly(bytes: Uint8Array): void {
    this.#typist.add(bytes);
    this.#ended = true;
  }

  /** Reads what is typed or piped in. A terminal passes every key on at once, without showing it. */
  open(): void {
    if (this.#input.isTTY) {
      this.#input.setRawMode(true);
    }
    this.#input.on('data', this.#receive);
    this.#input.on('end', this.#finish);
    this.#input.on('error', this.#finish);
  }

  /** How many steps the guest may do until the next exchange. */
  get slice(): number {
    return this.#typist.done ? SLICE : this.#typist.patience;
  }

  /** True when nobody can read the guest's output any more. */
  get abandoned(): boolean {
    return this.#deaf;
  }

  /** Passes on what was printed and typed meanwhile. Call it between two slices of the run. */
  async exchange(idle: boolean): Promise<'typed' | 'nothing' | 'starved'> {
    const bytes = Buffer.from(this.#printed);
    this.#printed = [];
    if (bytes.length > 0) {
      this.#typist.heard();
    }
    if (bytes.length > 0 && !this.#deaf && !this.#output.write(bytes)) {
      await new Promise<void>((resolve) => {
        this.#drained = resolve;
        this.#output.once('drain', resolve);
      });
      this.#output.removeAllListeners('drain');
    }
    for (const chunk of this.#typed.splice(0)) {
      if (!this.#input.isTTY) {
        this.#typist.add(chunk);
      } else {
        this.#machine.uart.pushBytes(chunk);
      }
    }
    if (this.#typist.type(idle)) {
      return 'typed';
    }
    const exhausted = this.#ended && this.#typist.done && !this.#machine.uart.hasInput;
    return this.#starvation.look(bytes.length > 0 || !exhausted) ? 'starved' : 'nothing';
  }

  /** Waits until something was typed; false when nothing can come any more. */
  async more(): Promise<boolean> {
    if (this.#typed.length === 0 && !this.#ended) {
      await new Promise<void>((resolve) => (this.#wake = resolve));
    }
    return this.#typed.length > 0;
  }

  /** Gives the terminal back. */
  close(): void {
    if (this.#input.isTTY) {
      this.#input.setRawMode(false);
    }
    this.#input.off('data', this.#receive);
    this.#input.off('end', this.#finish);
    this.#input.destroy(); // an open input would keep the process running
  }

  readonly #receive = (chunk: Buffer): void => {
    if (this.#input.isTTY && chunk.includes(CONTROL_C)) {
      this.#onInterrupt();
      return;
    }
    this.#typed.push(chunk);
    this.#wake?.();
  };

  readonly #lose = (): void => {
    this.#deaf = true;
    this.#drained?.();
  };

  readonly #finish = (): void => {
    this.#ended = true;
    this.#wake?.();
  };
}
